# What the command lines of the corpora may use.

# stopped_by SIGNALS COMMAND...: starts it, waits for its banner, sends the signals, and prints its exit code.
stopped_by() {
    local signals=$1 signal pid
    shift
    mkfifo banner
    # Without its own redirection a background command would read nothing.
    "$@" <&0 2>banner &
    pid=$!
    {
        IFS= read -r line
        echo "$line" >&2
        for signal in $signals; do
            kill -s "$signal" "$pid"
        done
        # Debian's writes its lines in pieces, between which the signal may come.
        grep -v '^$' >&2
    } <banner
    wait "$pid" 2>/dev/null
    echo "ended with $?"
    rm banner
}
