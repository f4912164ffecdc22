# Sourced by .ci/run and .ci/windows: a desk without a screen, and what has to be installed.

# need PACKAGE..: installs what is missing.
need() {
    dpkg --status "$@" >/dev/null 2>&1 && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

desk=()      # the processes of the X server and of its window manager

# start_desk FOLDER: sets DISPLAY; what the two have to say goes to files in the folder.
# Not xvfb-run: it now and then fails when it tidies up, after everything went well.
start_desk() {
    Xvfb -displayfd 3 -screen 0 1000x950x24 -nolisten tcp 3>"$1/display" 2>"$1/display.log" &
    desk=($!)
    timeout 30 sh -c 'until [ -s "$1" ]; do sleep 0.1; done' wait "$1/display"
    DISPLAY=":$(<"$1/display")"
    export DISPLAY
    # It says which window is in front, once it runs.
    openbox 2>"$1/openbox.log" &
    desk+=($!)
    timeout 30 sh -c 'until xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "#"; do sleep 0.1; done'
}

stop_desk() {
    # The window manager ends with its display, and may be gone before it is told to.
    [ "${#desk[@]}" = 0 ] || kill "${desk[@]}" 2>/dev/null || true
}
