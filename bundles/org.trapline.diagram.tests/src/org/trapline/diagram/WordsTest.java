// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({"0,0", "999,999", "1000,1.00 k", "9999,9.99 k", "12345,12.3 k", "999999,999 k", "1000000,1.00 M", "9223372036854775807,9.22 E"})
    void numbersHaveThreeFigures(long number, String text) {
        assertEquals(text, Words.count(number));
    }

    @ParameterizedTest
    @CsvSource({"1,core,1 core", "2,core,2 cores", "0,vCPU,0 vCPUs", "32,process,32 processes"})
    void nounsAgreeWithTheirNumbers(long number, String noun, String text) {
        assertEquals(text, Words.amount(number, noun));
    }
}
