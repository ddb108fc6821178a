"""A row of the dialog for each proof the pack names: files dropped on it or chosen."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..kit.dialogs import ask_open_path
from ..kit.labels import label, restyled
from ..kit.style import scaled
from ..office.archive import Attachment
from ..rules.policy import Proof

SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".doc", ".docx", ".wps", ".txt")


class ProofRow(QWidget):
    """The files of one kind of proof, several where it has several pages."""

    changed = Signal()

    def __init__(self, proof: Proof, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"proof_{proof.code}")
        self.setAccessibleName(proof.label)
        self.setAcceptDrops(True)
        self.proof = proof
        self.paths: tuple[Path, ...] = ()
        star = " *" if proof.required else ""
        self._caption = label(proof.label + star, role="muted", parent=self)
        self._caption.setObjectName(f"proof_label_{proof.code}")
        self._caption.setWordWrap(True)
        self._caption.setFixedWidth(scaled(136))
        self._files = label("", role="small", name=f"proof_files_{proof.code}", parent=self)
        self._files.setWordWrap(True)
        self._pick = self._button(f"proof_pick_{proof.code}", "选择文件…", f"选择{proof.label}")
        self._pick.clicked.connect(self.choose)
        self._drop = self._button(f"proof_drop_{proof.code}", "去掉", f"去掉{proof.label}")
        self._drop.clicked.connect(lambda: self.take(()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(self._caption)
        layout.addWidget(self._files, 1)
        layout.addWidget(self._pick)
        layout.addWidget(self._drop)
        self.take(())

    def take(self, paths: tuple[Path, ...]) -> None:
        """Takes these files, or none."""
        self.paths = paths
        lacking = self.proof.required and not paths
        hint = "可以拖放到这里，也可以以后补充" if self.proof.required else "可以不附"
        self._files.setText("、".join(path.name for path in paths) or hint)
        self._drop.setVisible(bool(paths))
        restyled(self._caption, "role", "missing" if lacking else "muted")
        self.setAccessibleDescription(self._files.text())
        self.changed.emit()

    def attachments(self) -> list[Attachment]:
        """What goes with the case."""
        return [Attachment(self.proof.code, path, path.name) for path in self.paths]

    def choose(self) -> None:
        """Asks for a file and adds it."""
        path = ask_open_path(
            self,
            title=f"选择{self.proof.label}",
            folder=None,
            kind="扫描件或文档",
            suffixes=SUFFIXES,
        )
        if path is not None:
            self.add((path,))

    def add(self, paths: tuple[Path, ...]) -> None:
        """Adds files, each once."""
        self.take(tuple(dict.fromkeys((*self.paths, *paths))))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.add(tuple(path for path in paths if path.is_file()))
        event.acceptProposedAction()

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setAutoDefault(False)
        return button
