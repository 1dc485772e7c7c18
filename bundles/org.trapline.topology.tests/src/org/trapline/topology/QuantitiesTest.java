// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"1,B,1", "64,KiB,65536", "16,MiB,16777216", "0.5,GiB,536870912", "1,TiB,1099511627776"})
    void sizesCountInPowersOf1024(String amount, String unit, long bytes) {
        assertEquals(bytes, ByteSize.of(new BigDecimal(amount), unit));
        assertEquals(bytes, ByteSize.of(amount, unit));
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1,1 B", "1024,1 KiB", "1536,1536 B", "16777216,16 MiB", "1099511627776,1 TiB", "1125899906842624,1024 TiB"})
    void sizesAreShownInTheLargestUnitWithoutFraction(long bytes, String text) {
        assertEquals(text, ByteSize.format(bytes));
    }

    @Test
    void decimalUnitOfMemoryIsRefusedAndTheBinaryOneNamed() {
        assertEquals("'MB' is not a unit of memory: write MiB", message(() -> ByteSize.of(BigDecimal.ONE, "MB")));
    }

    @Test
    void sizeThatIsNoWholeNumberOfBytesOrTooLargeIsRefused() {
        assertTrue(message(() -> ByteSize.of(new BigDecimal("0.3"), "KiB")).contains("whole number of bytes"));
        assertTrue(message(() -> ByteSize.of(new BigDecimal("8388608"), "TiB")).contains("63 bits"));
        assertTrue(message(() -> ByteSize.of("8_388_608", "TiB")).contains("63 bits"));
        assertEquals(999_999L << 40, ByteSize.of("999_999", "TiB"));
    }

    @Test
    void startOfARangeTakesTheUnitOfItsEnd() {
        assertEquals(new ByteRange(16L << 20, 32L << 20), ByteRange.valueOf("16..32 MiB"));
        assertEquals(new ByteRange(512L << 10, 32L << 20), ByteRange.valueOf("512 KiB .. 32 MiB"));
    }

    @Test
    void rangesOfBytesDoNotIncludeTheirEnd() {
        assertFalse(ByteRange.valueOf("0..16 MiB").overlaps(ByteRange.valueOf("16..32 MiB")));
        assertTrue(ByteRange.valueOf("0..17 MiB").overlaps(ByteRange.valueOf("16..32 MiB")));
    }

    @Test
    void rangesOfCoresIncludeBothEnds() {
        CpuRange range = CpuRange.valueOf("0-3");
        assertEquals(4, range.size());
        assertTrue(range.contains(3));
        assertTrue(range.overlaps(CpuRange.valueOf("3")));
    }

    @Test
    void textThatIsNoRangeOfCoresIsRefused() {
        assertTrue(message(() -> CpuRange.valueOf("0-1-2")).contains("0-1-2"));
        assertTrue(message(() -> CpuRange.valueOf("99999999999")).contains("not a range of cores"));
    }

    @Test
    void timesKeepTheirUnit() {
        assertEquals(new VirtualTime(20_000, VirtualTime.Unit.INSTRUCTIONS), VirtualTime.valueOf("20_000 instr"));
        assertTrue(message(() -> VirtualTime.valueOf("5 min")).contains("instr, cycles, ns, us, ms, s"));
    }

    @Test
    void bandwidthCountsInPowersOf1000() {
        assertEquals(100_000_000, BitRate.of(new BigDecimal("100"), "Mbit"));
        assertEquals("100 Mbit", BitRate.format(100_000_000));
    }

    private static String message(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }
}
