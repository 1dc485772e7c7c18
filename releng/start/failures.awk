# SPDX-License-Identifier: EPL-2.0
# Picks from a Maven log what made the build fail: errors of the compiler and of the build, and each failed test with the start of its stack.
function show(line) {
    if (shown < 80 && !(line in seen)) {
        seen[line] = 1
        print "    " line
        shown++
    }
}
/Tests run:.*<<< (FAILURE|ERROR)!/ { more = 0; next }
/<<< (FAILURE|ERROR)!/ { show($0); more = 8; next }
/ -- Time elapsed: / { more = 0; next }
more > 0 && NF == 0 { more = 0 }
more > 0 && /^\tat (java\.base|org\.junit|org\.apache\.maven|org\.eclipse\.tycho|org\.eclipse\.equinox)/ { next }
more > 0 { show($0); more--; next }
/^\[ERROR\] *$/ { next }
/^\[ERROR\] \[Help [0-9]\]/ { next }
/^\[ERROR\].*(re-run Maven|Re-run Maven|following articles|\[Help 1\]$|After correcting|resume the build|mvn <args>|full stack trace|There are test failures)/ {
    sub(/ -> \[Help 1\]$/, "")
    if ($0 !~ /^\[ERROR\] Failed to execute goal/) next
}
/^\[ERROR\]/ { show($0) }
/^\[FATAL\]/ { show($0) }
END { if (!shown) print "    (no line of the log says why; look at its end)" }
