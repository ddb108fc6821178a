"""The papers kept with one entry of the register, each to be saved as it was handed in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..core.errors import TuanjiError
from ..kit.dialogs import ask_save_path, words_of
from ..kit.flow import FlowLayout
from ..kit.labels import label
from ..kit.page import Workplace
from . import loading
from .queries import Departure, ProofRow


class ProofList(QWidget):
    """Hidden while no entry is shown."""

    said = Signal(str, str)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("proof_list")
        self.setAccessibleName("这次离团的记载和材料")
        self._workplace = workplace
        self._about = label("", role="muted", name="proof_about", parent=self)
        self._about.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = FlowLayout(spacing=8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._about)
        layout.addLayout(self._row)
        self.hide()

    @property
    def text(self) -> str:
        """What it tells of the entry."""
        return self._about.text()

    def show_entry(self, entry: Departure | None) -> None:
        """Tells of an entry in one sentence, and offers its papers."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self.setVisible(entry is not None)
        if entry is None:
            return
        self._about.setText(about(entry))
        for proof in entry.proofs:
            button = QPushButton(f"{proof.label}：{proof.file_name}", self)
            button.setObjectName(f"proof_save_{proof.id}")
            button.setAccessibleName(f"另存{proof.label}")
            button.setToolTip("另存为…")
            button.setAutoDefault(False)
            button.setProperty("link", True)
            button.clicked.connect(partial(self._save, proof))
            self._row.addWidget(button)
            button.show()
            self.buttons.append(button)

    def _save(self, proof: ProofRow, _checked: bool = False) -> None:
        name = Path(proof.file_name)
        path = ask_save_path(
            self,
            title=f"另存{proof.label}",
            suggested=name,
            kind="材料",
            suffix=name.suffix or ".pdf",
        )
        if path is not None:
            self.save_to(proof, path)

    def save_to(self, proof: ProofRow, path: Path) -> None:
        """Writes the paper to `path`."""
        context = self._workplace.context
        self._workplace.jobs.read_long(
            self,
            lambda progress: loading.save_proof(context, proof.id, path, progress=progress),
            lambda saved: self.said.emit("good", f"已另存 {saved.name}。"),
            words=f"另存{proof.label}",
            on_error=self._refused,
        )

    def _refused(self, error: TuanjiError) -> None:
        self.said.emit("error", words_of(error))


def about(entry: Departure) -> str:
    """One entry in a sentence: who, by which door, on which papers, and what came after."""
    parts = [f"{entry.name} {entry.left_on} {entry.door_label}"]
    if entry.document_number:
        parts.append(entry.document_number)
    if entry.decided_by:
        parts.append(f"{entry.decided_by}决定")
    if entry.reason:
        parts.append(entry.reason)
    parts.append(f"{entry.recorded_by} {entry.recorded_on} 登记")
    if entry.restored_words:
        why = f"（{entry.restored_reason}）" if entry.restored_reason else ""
        parts.append(f"{entry.restored_words} 恢复团籍{why}")
    return "，".join(parts) + ("。材料：" if entry.proofs else "。没有附材料。")
