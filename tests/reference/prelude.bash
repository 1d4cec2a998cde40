# What the command lines of the corpora may use.

# stopped_by SIGNAL COMMAND...: starts it, waits for its banner, sends the signal, and prints its exit code.
stopped_by() {
    local signal=$1 pid
    shift
    mkfifo banner
    "$@" 2>banner &
    pid=$!
    {
        IFS= read -r line
        echo "$line" >&2
        kill -s "$signal" "$pid"
        cat >&2
    } <banner
    wait "$pid"
    echo "ended with $?"
    rm banner
}

# kept_open FILE: its bytes, then nothing for as long as anybody reads.
kept_open() {
    cat "$1"
    exec sleep 30
}
