#!/bin/sh
# Usage, in the project's folder: setup.sh run|test. Does nothing, and quickly, when nothing changed since it last
# succeeded; else finds a Python that is new enough and has it make .venv (setup.py).
level=$1
case $level in
  run) pins="requirements.txt" ;;
  test) pins="requirements.txt requirements-dev.txt" ;;
  *) echo "usage: setup.sh run|test" >&2; exit 2 ;;
esac

# A moved or copied folder, other pins or another PYTHON make another stamp.
stamp="$(cat $pins | cksum) in $(pwd -P) with ${PYTHON:-any}"
if [ -x .venv/bin/python ] && [ "$(cat ".venv/made-for-$level" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
reason="There is no Python 3.11 or newer here: install one, or name it: PYTHON=/path/to/python3 make setup."
for candidate in ${PYTHON:+"$PYTHON"} ${PYTHON:-python3.11 python3.12 python3 python3.13 python3.14}; do
  if ! "$candidate" -c "$new_enough" >/dev/null 2>&1; then
    continue
  fi
  if ! "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    reason="$candidate has no venv module: install it (on Debian: apt-get install python3-venv), then start again."
    continue
  fi
  exec "$candidate" -I runforsomething/ops/setup.py "$level" "$stamp"
done
echo "$reason" >&2
exit 1
