"""Lists of the rules section: the comparison of two packs, a plan, the people behind an effect."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..core.masks import mask_id
from ..core.progress import Progress, Quiet, watched
from ..members.policy_plan import PlanRow, PolicyPlan, members_behind
from ..office.context import Context
from ..rules.compare import KIND_LABELS, Difference
from ..rules.policy import Policy
from ..sheets.writer import Column, write_table
from ..store.connection import raw

_PAGE = 500


def export_comparison(
    path: Path, *, first: Policy, second: Policy, rows: Iterable[Difference]
) -> int:
    """Two packs side by side as .xlsx or .csv; returns the rows."""
    columns = [
        Column("部分", 14),
        Column("事项", 30),
        Column(first.title, 48),
        Column("依据", 14),
        Column(second.title, 48),
        Column("依据", 14),
        Column("区别", 18),
    ]
    return write_table(
        path,
        columns=columns,
        rows=(
            (
                row.section,
                row.subject,
                row.first.words,
                row.first.clause,
                row.second.words,
                row.second.clause,
                KIND_LABELS[row.kind],
            )
            for row in rows
        ),
        title=f"规则包比较：{first.title}、{second.title}",
        sheet_name="规则包比较",
    )


def export_plan(plan: PolicyPlan, path: Path) -> int:
    """Everything another pack would change, one effect a row; returns the rows."""
    columns = [
        Column("类别", 14),
        Column("事项", 34),
        Column("现在", 30),
        Column("启用后", 40),
        Column("依据", 14),
        Column("数量", 14),
        Column("团组织", 60),
    ]
    return write_table(
        path,
        columns=columns,
        rows=(
            (
                row.section,
                row.subject,
                row.before,
                row.after,
                row.clause,
                row.amount,
                "、".join(row.names),
            )
            for row in plan.rows
        ),
        title=f"启用“{plan.policy.title}”的影响",
        sheet_name="影响",
    )


def export_people(
    context: Context,
    plan: PolicyPlan,
    key: str,
    path: Path,
    progress: Progress = Quiet(),  # noqa: B008 - has no state
) -> int:
    """The members behind an effect, numbers masked, or the organisations; returns the rows."""
    row = plan.row(key)
    said = (row.subject, row.before, row.after, row.clause)
    if row.names:
        columns = [Column("团组织", 40)]
        rows: Iterator[tuple[str, ...]] = ((name, *said) for name in row.names)
    else:
        columns = [Column("姓名", 12), Column("身份证号", 20), Column("所在团支部", 50)]
        ids = members_behind(context, plan, key)
        rows = ((*who, *said) for who in _people(context, ids, progress))
    about = [Column("事项", 30), Column("现在", 24), Column("启用后", 34), Column("依据", 14)]
    title = f"启用“{plan.policy.title}”的影响：{row.subject}"
    return write_table(path, columns=[*columns, *about], rows=rows, title=title, sheet_name="名单")


def _people(
    context: Context, ids: Sequence[int], progress: Progress
) -> Iterator[tuple[str, str, str]]:
    pages = [ids[at : at + _PAGE] for at in range(0, len(ids), _PAGE)]
    with context.database.read() as connection:
        for page in watched(pages, progress, "导出名单"):
            marks = ", ".join("?" * len(page))
            found = raw(connection).execute(
                "SELECT m.id, m.name, m.id_number, o.full_name FROM members AS m "
                f"JOIN organizations AS o ON o.id = m.branch_id WHERE m.id IN ({marks}) "
                "ORDER BY m.id",
                tuple(page),
            )
            for _, name, number, branch in found:
                yield name or "", mask_id(number or ""), branch


def effect_words(row: PlanRow) -> str:
    """An effect in one line: the title of its list."""
    return f"{row.section}：{row.subject}（{row.before} → {row.after}）"
