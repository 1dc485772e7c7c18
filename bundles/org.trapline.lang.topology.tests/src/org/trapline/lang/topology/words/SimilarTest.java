// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimilarTest {

    @ParameterizedTest
    @CsvSource({"memory,memory,0", "memroy,memory,1", "core,cores,1", "cors,cores,1", "a,b,1", "disk,nic,3"})
    void distanceCountsInsertionsDeletionsSubstitutionsAndSwaps(String a, String b, int distance) {
        assertEquals(distance, Similar.distance(a, b));
        assertEquals(distance, Similar.distance(b, a));
    }

    @Test
    void farWordsAreNotSuggested() {
        assertEquals(Optional.empty(), Similar.closest("banana", List.of("memory", "cores")));
    }

    @Test
    void nearestWordIsSuggested() {
        assertEquals(Optional.of("memory"), Similar.closest("memori", List.of("cores", "memory", "isa")));
    }
}
