#!/bin/sh
# The demo: every step is a command you can type yourself.
set -eu
newswire=$1

run() {
    printf '\n$ newswire'
    for word in "$@"; do
        case $word in *[!A-Za-z0-9_./:=-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    "$newswire" "$@"
}

run up -d
run push samples/articles --source-id sample
run status --wait 60
run search 'vaccine' --size 3
run search '"central bank" -tourism' --size 3
run search --country GE --size 2
run search '(телескоп* | deprem*)' --size 2
printf '\nIt keeps running. Look around: http://127.0.0.1:%s/\nStop it with: make stop\n' "${NEWSWIRE_API_PORT:-8710}"
