"""`make pdfa`: draws every kind of paper into build/pdfa and lays it before PDF/A validators.

veraPDF judges the very files as PDF/A-2b, where its command `verapdf` is on the path. Preflight of
Apache PDFBox comes with Debian (`libpdfbox2-java`) and knows part 1 only: it is shown copies with
plain objects that claim part 1, and so tells of fonts, colours and metadata in its own mind.
One of the two must be there, and no paper may fail with either.
"""

import io
import itertools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tools import setup
from tuanji_desktop.catalogue import KINDS
from tuanji_desktop.core.errors import TuanjiError
from tuanji_desktop.corrections import service as corrections
from tuanji_desktop.deletion.form import GuangdongForm, GuangdongRow, draw
from tuanji_desktop.demo.service import make_practice_county
from tuanji_desktop.office.archive import Attachment
from tuanji_desktop.office.context import Context
from tuanji_desktop.office.service import open_office
from tuanji_desktop.papers.calibration import draw_calibration
from tuanji_desktop.papers.kinds import PaperKind, PaperWish

OUT = setup.ROOT / "build" / "pdfa"
NOW = datetime(2018, 8, 15, 10, 30, tzinfo=timezone(timedelta(hours=8)))
AFTER_THE_WINDOW = date(2019, 3, 1)
"""When the date of joining is corrected by letter (G 二)."""
JAVA = Path("/usr/share/java")
JARS = (
    "preflight pdfbox2 fontbox2 xmpbox commons-logging commons-io javax.activation jaxb-api".split()
)
PACKAGES = ["default-jre-headless", "libpdfbox2-java", "libcommons-io-java", "libjaxb-api-java"]
RARE = ("龙𬱖", "王䶮", "㛃雪", "𠮷野明", "劉㐁", "张𫝀", "𠮷𫝀明", "阿依古丽·买买提", "无\ue863字")
"""Names of every face and plane, and one with a character that nobody has."""
_PLACES = {
    "batch": "SELECT number FROM deletion_batches UNION ALL SELECT number FROM correction_lists",
    "member": "SELECT id FROM members ORDER BY id",
    "org": "SELECT id FROM organizations ORDER BY id",
    "change": "SELECT id FROM change_requests ORDER BY id",
    "transfer": "SELECT id FROM transfers ORDER BY id",
    "campaign": "SELECT id FROM campaigns ORDER BY id",
}


def every_paper(folder: Path, members: int = 600) -> Iterator[tuple[str, bytes]]:
    """Each kind of paper of a practice county made in the folder, then what no kind has alone."""
    path = folder / "county.tuanji"
    today = date(NOW.year, NOW.month, NOW.day)
    make_practice_county(path, members=members, now=NOW, today=today)
    context = open_office(path, clock=lambda: NOW, fixed_day=today)
    with closing(context.database):
        _complete(context)
        with context.database.read() as connection:
            known = {
                name: [row[0] for row in connection.exec_driver_sql(question)]
                for name, question in _PLACES.items()
            }
        for kind in KINDS:
            yield kind.code, _made(context, kind, {**known, "year": [NOW.year]})
    yield "calibration", draw_calibration().pdf
    yield "rare-names", draw(_form(len(RARE), RARE)).pdf
    yield "thousand-rows", draw(_form(1_000, ("杨桐语", "欧阳文静", "单雄"))).pdf


def _complete(context: Context) -> None:
    """What a practice county lacks: a list of corrections, and graduates of a university."""
    later = replace(context, fixed_day=AFTER_THE_WINDOW)
    case = corrections.open_correction(
        later,
        member_id=1,
        field="joined_on",
        new_value="2017-05",
        reason="把递交申请书的时间填成了入团年月",
        proofs=(Attachment("volume", b"%PDF-1.4 volume", "入团志愿书.pdf"),),
    )
    corrections.verify_correction(later, correction_id=case.id, finding="与入团志愿书一致")
    corrections.create_list(later, org_id=1, contact="周晓岚", contact_phone="13900139000")
    operation = context.operation("org.edit", "把有毕业生名单的学校改作高校")
    with context.database.write(operation) as writing:
        writing.connection.exec_driver_sql(
            "UPDATE organizations SET school_kind = '省属高校' "
            "WHERE id = (SELECT max(school_id) FROM graduate_entries)"
        )


def _made(context: Context, kind: PaperKind, known: Mapping[str, list[Any]]) -> bytes:
    """The first paper of the kind that the county has anything for."""
    names = [str(group[0]) for group in kind.needs] or [name for name in kind.may if name in known]
    for values in itertools.product(*(known[name] for name in names)):
        with suppress(TuanjiError):
            return kind.make(context, PaperWish(**dict(zip(names, values, strict=True)))).paper.pdf
    raise SystemExit(f"{kind.code}: the practice county has nothing for it")


def _form(count: int, names: tuple[str, ...]) -> GuangdongForm:
    rows = tuple(
        GuangdongRow(
            place, names[place % len(names)], f"138{place:08d}", "第一中学（1）班团支部", "重复录入"
        )
        for place in range(count)
    )
    return GuangdongForm(
        "共青团青溪县委员会", date(2018, 9, 28), "周晓岚", "13900139000", rows, "2018-001"
    )


def faults_by_verapdf(files: list[Path]) -> list[str]:
    """What veraPDF says of the files that it does not pass."""
    command = ["verapdf", "--flavour", "2b", "--format", "text", "-v", *map(str, files)]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    lines = said.splitlines()
    passed = {path for path in files if any(line.startswith(f"PASS {path} ") for line in lines)}
    if passed == set(files):
        return []
    return [f"veraPDF: {path.name} fails" for path in files if path not in passed] + lines


def faults_by_preflight(files: list[Path]) -> list[str]:
    """What Preflight says of the copies of the files that it does not pass."""
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / path.name for path in files]
        for path, copy in zip(files, copies, strict=True):
            copy.write_bytes(as_part_one(path.read_bytes()))
        listed = Path(folder) / "list.txt"
        listed.write_text("\n".join(map(str, copies)), encoding="utf-8")
        classes = ":".join(str(JAVA / f"{jar}.jar") for jar in JARS)
        validator = "org.apache.pdfbox.preflight.Validator_A1b"
        command = ["java", "-cp", classes, validator, "xml", "group", str(listed)]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        report = Path(folder) / "list.txt.preflight.xml"
        return faults_of_report(report.read_text("utf-8"), [path.name for path in files])


def faults_of_report(report: str, names: list[str]) -> list[str]:
    """The files that a report of Preflight does not call valid, each with its first error."""
    judged = {one.get("name"): one for one in ElementTree.fromstring(report).iter("preflight")}
    faults = []
    for name in names:
        verdict = judged.get(name)
        if verdict is None or verdict.findtext("isValid") != "true":
            detail = verdict.findtext(".//details") if verdict is not None else "not judged"
            faults.append(f"Preflight: {name}: {detail}")
    return faults


def as_part_one(data: bytes) -> bytes:
    """The file as part 1 of the standard would have it: plain objects, PDF 1.4, its own claim."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(said.replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<"))
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            force_version="1.4",
            fix_metadata_version=False,
        )
    return out.getvalue()


def has_preflight() -> bool:
    """Whether Java and all jars of Preflight are there."""
    return bool(shutil.which("java")) and all((JAVA / f"{jar}.jar").exists() for jar in JARS)


def main() -> int:
    """0 when every paper passes every validator that is there."""
    if not (has_preflight() or setup.apt_install(PACKAGES)):
        print("sudo apt-get install " + " ".join(PACKAGES), file=sys.stderr)
    validators = {}
    if shutil.which("verapdf"):
        validators["veraPDF, PDF/A-2b"] = faults_by_verapdf
    if has_preflight():
        validators["Preflight, unpacked copies as PDF/A-1b"] = faults_by_preflight
    if not validators:
        print("no PDF/A validator here", file=sys.stderr)
        return 1
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    files = []
    with tempfile.TemporaryDirectory() as folder:
        for name, data in every_paper(Path(folder)):
            files.append(OUT / f"{name}.pdf")
            files[-1].write_bytes(data)
    failed = False
    for title, judge in validators.items():
        faults = judge(files)
        failed = failed or bool(faults)
        print(
            f"{title}: {len(files)} papers, {'FAILED' if faults else 'all pass'}",
            *faults,
            sep="\n  ",
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
