# SPDX-License-Identifier: EPL-2.0
# Sums the suites of JUnit XML reports into one line.
function attribute(name,    value) {
    if (!match($0, " " name "=\"[0-9]+\"")) return 0
    value = substr($0, RSTART, RLENGTH)
    gsub(/[^0-9]/, "", value)
    return value + 0
}
/<testsuite / || inside {
    # The tag may go over several lines.
    inside = ($0 !~ />/)
    tests += attribute("tests")
    bad += attribute("failures") + attribute("errors")
    skipped += attribute("skipped")
}
END { printf "%d passed, %d failed, %d skipped\n", tests - bad - skipped, bad, skipped }
