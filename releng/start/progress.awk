# SPDX-License-Identifier: EPL-2.0
# Reads a Maven log and says in one line how far it is.
/Downloaded from/ { fetched++ }
/Building .* \[[0-9]+\/[0-9]+\]$/ {
    module = $0
    sub(/^.*Building /, "", module)
    place = module
    sub(/^.*\[/, "[", place)
    sub(/ +[^ ]+ +\[[0-9]+\/[0-9]+\]$/, "", module)
    sub(/^\[[a-z-]+\] /, "", module)
}
/Tests run: .* -- in / {
    sub(/^.*Tests run:/, "Tests run:")
    split($0, numbers, /[^0-9]+/)
    run += numbers[2]
    failed += numbers[3] + numbers[4]
}
END {
    line = module == "" ? "[ ]" : place " " module
    if (fetched) line = line ", " fetched " files fetched"
    if (run) line = line ", " run " tests"
    if (failed) line = line ", " failed " FAILED"
    print line
}
