# shellcheck shell=bash
# Functions for the CPU time of a PostgreSQL on this machine. Sourced by the benchmarks.

# postmaster_of URL: the pid of the postmaster, if it is visible: on this machine and in this PID namespace.
postmaster_of() {
    local checkpointer
    case $1 in *@127.0.0.1* | *@localhost*) ;; *) return 0 ;; esac
    checkpointer=$(psql -wXAtq "$1" -c "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    ! grep -qs postgres "/proc/$checkpointer/comm" || awk '/^PPid:/ { print $2 }' "/proc/$checkpointer/status"
}

# cpu PID ENDED: CPU seconds of a process; if ENDED is 1, including its terminated children.
cpu() {
    sed 's/.*) //' "/proc/$1/stat" | awk -v ended="$2" -v hz="$(getconf CLK_TCK)" \
        '{ print ($12 + $13 + (ended ? $14 + $15 : 0)) / hz }'
}

# database_cpu POSTMASTER: CPU seconds of all server processes, including terminated ones.
database_cpu() {
    {
        cpu "$1" 1
        for pid in $(pgrep -P "$1"); do cpu "$pid" 0 2>/dev/null || true; done
    } | awk '{ sum += $1 } END { print sum }'
}
