import pytest

grimp = pytest.importorskip("grimp", reason="comes with requirements-dev.txt")


def test_no_module_of_the_engine_needs_one_that_needs_it():
    """Imports inside functions and those for types alone count, too."""
    graph = grimp.build_graph("pairing")
    circles = [
        (module, needed)
        for module in graph.find_descendants("pairing.engine")
        for needed in graph.find_modules_directly_imported_by(module)
        if graph.chain_exists(importer=needed, imported=module)
    ]
    assert circles == []
