// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.xtext.conversion.ValueConverterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.topology.ByteRange;
import org.trapline.topology.CpuRange;
import org.trapline.topology.Technique;
import org.trapline.topology.VirtualTime;

final class ConvertersTest {

    private final TopologyValueConverters converters = new TopologyValueConverters();

    record Case(String rule, String text, Object value, String written) {
    }

    static List<Case> cases() {
        return List.of(
                new Case("Name", "web-1", "web-1", "web-1"),
                new Case("Name", "^not", "not", "^not"),
                new Case("QualifiedName", "rack1 . ^in", "rack1.in", "rack1.^in"),
                new Case("STRING", "\"a\\n\\\"b\\\\\"", "a\n\"b\\", "\"a\\n\\\"b\\\\\""),
                new Case("Natural", "20_000", 20_000, "20000"),
                new Case("Number", "0.25", 0.25, "0.25"),
                new Case("Decimal", "4.5", new BigDecimal("4.5"), "4.5"),
                new Case("Bytes", "1.5 MiB", 1_572_864L, "1536 KiB"),
                new Case("BitRate", "2.5 Gbit", 2_500_000_000L, "2500 Mbit"),
                new Case("VirtualTime", "20_000 instr", new VirtualTime(20_000, VirtualTime.Unit.INSTRUCTIONS), "20000 instr"),
                new Case("ByteRange", "1..2 KiB", new ByteRange(1024, 2048), "1 KiB..2 KiB"),
                new Case("CpuRange", "0 - 3", new CpuRange(0, 3), "0-3"),
                new Case("TechniqueName", "paravirt", Technique.PARAVIRT, "paravirt"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valueIsReadAndWritten(Case c) {
        assertEquals(c.value(), converters.toValue(c.text(), c.rule(), null));
        assertEquals(c.written(), converters.toString(c.value(), c.rule()));
        assertEquals(c.value(), converters.toValue(c.written(), c.rule(), null));
    }

    @Test
    void ruleMayBeNamedInFull() {
        assertEquals(4096L, converters.toValue("4 KiB", "org.trapline.lang.topology.Topology.Bytes", null));
    }

    @Test
    void wrongValueIsExplained() {
        ValueConverterException e = assertThrows(ValueConverterException.class, () -> converters.toValue("5 MB", "Bytes", null));
        assertEquals("'MB' is not a unit of memory: write MiB", e.getCause().getMessage());
    }
}
