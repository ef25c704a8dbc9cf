"""briefprint: write a brief once in Markdown; get the PDF, the Word file and a one-page memo."""

__version__ = "0.1.0"
