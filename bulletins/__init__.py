"""Past issues (txt, docx, pdf, html) -> Issue and Items; a Draft -> docx. Pure."""
