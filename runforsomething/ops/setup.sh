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
microseconds='import time; t = time.perf_counter(); sum(i * i % 7 for i in range(400000)); print(int(1e6 * (time.perf_counter() - t)))'
reason="There is no Python 3.11 or newer here: install one, or name it: PYTHON=/path/to/python3 make setup."

# Sets `found` to the quickest Python called $1 in PATH: builds of one version differ nearly twofold. A path is taken as it is.
find_python() {
  found= least=
  case $1 in */*) folders=. ;; *) folders=$PATH ;; esac
  old_ifs=$IFS IFS=:
  for folder in $folders; do
    case $1 in */*) candidate=$1 ;; *) candidate=${folder:-.}/$1 ;; esac
    [ -x "$candidate" ] && "$candidate" -c "$new_enough" >/dev/null 2>&1 || continue
    if ! "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
      reason="$candidate has no venv module: install it (on Debian: apt-get install python3-venv), then start again."
      continue
    fi
    taken=$("$candidate" -I -c "$microseconds" 2>/dev/null)
    if [ -z "$found" ] || [ "${taken:-999999999}" -lt "$least" ]; then
      found=$candidate least=${taken:-999999999}
    fi
  done
  IFS=$old_ifs
}

for name in ${PYTHON:+"$PYTHON"} ${PYTHON:-python3.11 python3.12 python3 python3.13 python3.14}; do
  find_python "$name"
  [ -z "$found" ] || exec "$found" -I runforsomething/ops/setup.py "$level" "$stamp"
done
echo "$reason" >&2
exit 1
