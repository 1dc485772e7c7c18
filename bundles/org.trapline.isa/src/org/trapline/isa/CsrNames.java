// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All names of CSRs that source may use: those of {@link Csr}, and those of registers that no hart here has, which programs name all the
 * same, be it to see whether they exist. For these only name and number are known.
 */
public final class CsrNames {
    private static final String ELSEWHERE = """
        6a8 hcontext  7a1 etrigger  7a1 icount  7a1 itrigger  7a1 mcontrol  7a1 mcontrol6  7a1 tmexttrigger  7a3 textra32
        7a3 textra64  7a4 tinfo  7a5 tcontrol  7a8 mcontext  7aa mscontext  7b0 dcsr  7b1 dpc  7b2 dscratch  7b2 dscratch0
        7b3 dscratch1

        214 vsieh  250 vsiselect  251 vsireg  254 vsiph  25c vstopei  308 mvien  309 mvip  313 midelegh  314 mieh  318 mvienh
        319 mviph  350 miselect  351 mireg  354 miph  35c mtopei  608 hvien  609 hvictl  618 hvienh  646 hviprio1  647 hviprio2
        655 hviph  656 hviprio1h  657 hviprio2h  eb0 vstopi  fb0 mtopi  150 siselect  151 sireg  15c stopei  db0 stopi

        008 vstart  009 vxsat  00a vxrm  00f vcsr  015 seed  c20 vl  c21 vtype  c22 vlenb

        001 fflags  002 frm  003 fcsr  200 vsstatus  204 vsie  205 vstvec  240 vsscratch  241 vsepc  242 vscause  243 vstval  244 vsip
        24d vstimecmp  25d vstimecmph  280 vsatp  34a mtinst  34b mtval2  600 hstatus  602 hedeleg  603 hideleg  604 hie  605 htimedelta
        606 hcounteren  607 hgeie  60a henvcfg  613 hidelegh  615 htimedeltah  61a henvcfgh  643 htval  644 hip  645 hvip  64a htinst
        680 hgatp  e12 hgeip

        000 ustatus  004 uie  005 utvec  040 uscratch  041 uepc  042 ucause  043 ubadaddr  043 utval  044 uip  102 sedeleg  103 sideleg

        143 sbadaddr  180 sptbr  320 mucounteren  321 mscounteren  322 mhcounteren  343 mbadaddr  380 mbase  381 mbound  382 mibase
        383 mibound  384 mdbase  385 mdbound

        310 mstatush  31a menvcfgh  757 mseccfgh  b80 mcycleh  b82 minstreth  da0 scountovf
        """;
    private static final int FIRST_COUNTER = 3;
    private static final int LAST_COUNTER = 31;
    private static final int MHPMEVENT_0H = 0x720;
    private static final int MHPMCOUNTER_0H = 0xb80;
    private static final Map<String, Integer> NUMBERS = numbers();

    private CsrNames() {
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new TreeMap<>();
        for (Csr csr : Csr.values()) {
            numbers.putIfAbsent(csr.csrName(), csr.number());
        }
        String[] words = ELSEWHERE.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            numbers.putIfAbsent(words[i + 1], Integer.parseInt(words[i], 16));
        }
        for (int counter = FIRST_COUNTER; counter <= LAST_COUNTER; counter++) {
            numbers.putIfAbsent("mhpmevent" + counter + "h", MHPMEVENT_0H + counter);
            numbers.putIfAbsent("mhpmcounter" + counter + "h", MHPMCOUNTER_0H + counter);
        }
        return Collections.unmodifiableMap(numbers);
    }

    /** Returns the number of the CSR with a name, or -1 if there is none. */
    public static int number(String name) {
        return NUMBERS.getOrDefault(name, -1);
    }

    /** Returns all names with their numbers, in the order of names. */
    public static Map<String, Integer> all() {
        return NUMBERS;
    }
}
