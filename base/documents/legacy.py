"""Old Word files (.doc, .wps, .rtf) by way of LibreOffice, where that is installed."""

import os
import shutil
import tempfile
from pathlib import Path

from base.documents.isolate import Crashed, TimedOut, run
from base.errors import BadFile

_SECONDS = 120.0


def to_docx(data: bytes, name: str) -> bytes:
    """The same document as .docx bytes. Raises BadFile where LibreOffice is missing or refuses."""
    _check_word(data, name)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise BadFile(f"{name} 是旧式 Word 文件，读它要先安装 LibreOffice；或请用 Word 另存为 .docx 后再试。")
    with tempfile.TemporaryDirectory(prefix="shiyi-doc-") as folder:
        source = Path(folder, "in.rtf" if data.startswith(b"{") else "in.doc")
        source.write_bytes(data)
        # A profile of its own: a second LibreOffice on the same one would hand over to the first and exit.
        command = [office, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)]
        env = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        try:
            run(command, seconds=_SECONDS, env=env)
            return Path(folder, "in.docx").read_bytes()
        except TimedOut as error:
            raise BadFile(
                f"LibreOffice 用了 {_SECONDS:.0f} 秒仍没有读完 {name}，请另存为 .docx 后再试。"
            ) from error
        except (Crashed, OSError) as error:
            raise BadFile(f"LibreOffice 打不开 {name}，请用 Word 另存为 .docx 后再试。") from error


def _check_word(data: bytes, name: str) -> None:
    """An OLE file is a Word file if it has the stream of one (directory names are UTF-16)."""
    if data.startswith(b"{"):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BadFile(f"{name} 设有密码，请去掉密码后再试。")
    if "WordDocument".encode("utf-16-le") not in data:
        raise BadFile(f"{name} 是旧式 Office 文件但不是 Word 文档，请改用 txt、docx、doc、pdf 或 html 文件。")
