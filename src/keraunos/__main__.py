"""`python -m keraunos` is the `keraunos` command."""

import sys

from keraunos.cli.main import main

sys.exit(main())
