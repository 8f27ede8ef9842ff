"""Files nobody would write on purpose, into every page of growth that takes one: an error in words or
a plain success, never a failure, and nothing half taken in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growth.models import JobFamily, Pathway, PromotionTemplate

ODD = {
    "nothing": b"",
    "NUL": b"pathway:\x00",
    "not text": b"\xff\xfe\x00\x01\x80",
    "a list": b"- 1\n- 2\n",
    "a word": b"hello",
    "a number": b"42",
    "a code of another program": b"!!python/object/apply:os.system ['true']",
    "bombs": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "itself": b"a: &a [*a]\n",
    "very deep": b"[" * 20_000,
    "huge numbers": b"version: " + b"9" * 5000,
    "dates": b"pathway: 2021-01-01\ntemplates: 2021-01-01\n",
    "twice": b"version: 1\nversion: 1\n",
    "tabs": b"pathway:\n\tname: x\n",
    "wrong kinds": b"version: 1\npathway: [1]\nkinds: {a: 1}\nquarters: yes\ntemplates: {a: 1}\n",
    "a table of nothing": b"family,level\n",
    "cells without end": b"family,level,pillar,criterion\n" + b"x" * 200_000 + b",y,z,w\n",
    "an open quote": b'family,level\n"x,y\n',
    "columns twice": b"family,family,level\na,b,c\n",
    "columns without end": b"family,level" + b",x" * 20_000 + b"\n",
    "a number too large": b"family,level,number\nA,B,99999999999\n",
    "another number": "family,level,number\nA,B,²\n".encode(),
    "formulas": b"family,level,pillar,criterion\n=1+1,@x,-y,+z\n",
    "no Excel": b"PK\x03\x04 nothing",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "name", ["growth:pathway_import", "growth:promotion_template_import", "growth:family_import"]
)
def test_odd_files(client, growth_organizer, name, odd):
    client.force_login(growth_organizer)
    answer = client.post(reverse(name), {"file": SimpleUploadedFile("x.yaml", ODD[odd])})
    assert answer.status_code in {200, 302}
    said = answer.context and answer.context["form"].errors
    if answer.status_code == 200 and name != "growth:family_import":
        assert said
    made = Pathway.objects.exists() or PromotionTemplate.objects.exists()
    assert not made
    assert answer.status_code == 302 or not JobFamily.objects.exists()
