"""Files nobody should send, and some that people do send."""

import io
import zipfile

from openpyxl import Workbook

HEAD = "Email,Name,Role,Why?\n"
GOOD = HEAD + "ann@example.com,Ann,mentee,Grow\n"
ROW = "{0}@example.com,{0},mentee,Grow\n"


def workbook(rows, sheets=1):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"More {number}")
    book.save(file)
    return file.getvalue()


def _packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>'
)
SHEET = workbook([HEAD.strip().split(","), ["ann@example.com", "Ann", "mentee", "Grow"]])

ODD = {
    "nothing": b"",
    "blanks": b" \r\n\t\r\n",
    "only a head": HEAD.encode(),
    "mark of order only": b"\xef\xbb\xbf",
    "UTF-8 with a mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "UTF-16 little": GOOD.encode("utf-16"),
    "UTF-16 big without a mark": GOOD.encode("utf-16-be"),
    "UTF-16 cut": GOOD.encode("utf-16")[:-1],
    "UTF-32": GOOD.encode("utf-32"),
    "Windows": GOOD.replace("Ann,", "Änne,").encode("cp1252"),
    "not even Windows": b"Email,Name\nann@example.com,\x81\x8d\x8f\n",
    "NUL in a cell": GOOD.encode() + b"bo@example.com,B\0o,mentee,Gr\0ow\n",
    "NUL in the head": b"Em\0ail,Name\nann@example.com,Ann\n",
    "only NUL": b"\0" * 5000,
    "a million signs": (HEAD + "ann@example.com,Ann,mentee," + "x" * 1_000_000 + "\n").encode(),
    "a hundred thousand signs": (
        HEAD + "ann@example.com," + "x" * 100_000 + ",mentee,y\n"
    ).encode(),
    "20,000 columns": (",".join(f"c{n}" for n in range(20_000)) + "\n" + "," * 19_999).encode(),
    "20,000 cells in a row": (HEAD + "," * 20_000 + "\n").encode(),
    "an address of 10,000 signs": (HEAD + "a" * 10_000 + "@example.com,A,mentee,x\n").encode(),
    "old Mac lines": GOOD.replace("\n", "\r").encode(),
    "mixed line ends": (
        GOOD + ROW.format("bo")[:-1] + "\r\n" + ROW.format("cy")[:-1] + "\r"
    ).encode(),
    "line ends in cells": (HEAD + 'ann@example.com,"A\r\nn\rn",mentee,"Grow\n\nmore"\n').encode(),
    "an open quotation": (HEAD + 'ann@example.com,"Ann,mentee,Grow\n').encode(),
    "a lone quotation": b'"',
    "formulas": (HEAD + '=1+1,"=HYPERLINK(""http://x"")",@SUM(A1),+cmd|x\n').encode(),
    "markup": (HEAD + "ann@example.com,<script>alert(1)</script>,mentee,<b>x</b>\n").encode(),
    "the same column twice": b"Email,Email\nann@example.com,bo@example.com\n",
    "nameless columns": b",,,\nann@example.com,Ann,mentee,Grow\n",
    "the same person twice": (GOOD + GOOD.removeprefix(HEAD).upper()).encode(),
    "semicolons": GOOD.replace(",", ";").encode(),
    "tabs": GOOD.replace(",", "\t").encode(),
    "turned writing": (HEAD + "ann@example.com,\u202egnp.exe,mentee,\u200b\u2066x\n").encode(),
    "columns named like ours": b"is_staff,program_id,password,email\n1,2,3,ann@example.com\n",
    "a PDF": b"%PDF-1.7\n",
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "a workbook": SHEET,
    "a workbook cut": SHEET[: len(SHEET) // 2],
    "a workbook of two sheets": workbook([["Email"], ["ann@example.com"]], sheets=2),
    "an empty workbook": workbook([]),
    "a workbook with formulas": workbook([["Email", "Role"], ["=1+1", '=HYPERLINK("http://x")']]),
    "a wide workbook": workbook([[f"c{n}" for n in range(2_000)], ["x"] * 2_000]),
    "a zip": _packed(hello_xml="hello"),
    "a workbook that is none": _packed(xl__workbook_xml="hello"),
    "a workbook that laughs": _packed(xl__workbook_xml=LAUGHS),
    "a workbook of zeros": _packed(xl__workbook_xml="0" * 120_000_000),
    "PK and nothing": b"PK\x03\x04" + b"\0" * 60,
}
