"""Nothing is kept in the home of whoever runs the tests."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("REDLINE_CACHE", str(Path(tempfile.gettempdir()) / f"redline-tests-{os.getuid()}"))
