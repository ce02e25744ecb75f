"""Keeps what the client libraries log, apart for each job."""

import logging
import sys
import threading

# what a library prints must not get between the answers
STDOUT = sys.stdout

_init = threading.Thread.__init__


def current():
    return getattr(threading.current_thread(), "probe_job", None)


def attribute(job):
    """From here on this thread, and those it starts, log for the job; None: for nobody."""
    threading.current_thread().probe_job = job


def _inherit(self, *args, **kwargs):
    _init(self, *args, **kwargs)
    self.probe_job = current()


class Handler(logging.Handler):
    def emit(self, record):
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1]:
            line += f": {record.exc_info[1]!r}"
        job = current()
        if job is None:
            print(line, file=sys.stderr)
        else:
            job.lines.append(line)


def install():
    sys.stdout = sys.stderr
    threading.Thread.__init__ = _inherit
    logging.captureWarnings(True)
    logging.basicConfig(level=logging.WARNING, handlers=[Handler()], force=True)
