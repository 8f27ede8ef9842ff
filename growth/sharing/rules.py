"""How somebody's readers are called, in one place."""

from growth.sharing.models import Share


def is_manager_of(reader_id: int | None, owner) -> bool:
    return reader_id is not None and owner.manager_id == reader_id


def ended_because(share: Share) -> str:
    """Why a share that outlived its reason ends; needs its owner and reader."""
    if not (share.owner.is_active and share.reader.is_active):
        return Share.Ended.LEFT
    return Share.Ended.NEW_MANAGER
