// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Privilege;
import org.trapline.machine.memory.Ram;

/** Fields written down and brought back. */
class StateExchangeTest {
    /** One field of each kind. */
    private static final class Sample implements Stateful {
        long number = -5;
        int small = 7;
        boolean flag = true;
        Privilege mode = Privilege.S;
        Privilege none;
        final long[] longs = {0, 0, 1, 0, 2, 3, 0, 0, 0};
        final int[] ints = {-1, 0, 1};
        final byte[] bytes = {1, 2};
        final boolean[] flags = {true, false};
        long[] list = {4, 5};
        byte[] text = {'a'};
        final Ram ram = new Ram(2 * Ram.PAGE_SIZE);
        String shape = "round";
        int restored;

        @Override
        public void exchange(StateExchange state) {
            state.fixed("shape", shape);
            number = state.number("number", number);
            small = state.number("small", small, 0, 9);
            flag = state.flag("flag", flag);
            mode = state.choice("mode", Privilege.class, mode);
            none = state.optional("none", Privilege.class, none);
            state.numbers("longs", longs);
            state.numbers("ints", ints);
            state.numbers("bytes", bytes);
            state.flags("flags", flags);
            list = state.list("list", list, 4, 0, 9);
            text = state.bytes("text", text, 4);
            state.part("inner", inner -> inner.pages("ram", ram));
            restored += state.isRestoring() ? 1 : 0;
        }

        void change() {
            number = 6;
            small = 0;
            flag = false;
            mode = Privilege.U;
            none = Privilege.M;
            Arrays.fill(longs, 9);
            Arrays.fill(ints, 9);
            Arrays.fill(bytes, (byte) 9);
            Arrays.fill(flags, true);
            list = new long[] {1, 2, 3};
            text = new byte[0];
            ram.write(5, 8, 99);
        }
    }

    @Test
    void everyKindOfFieldComesBack() {
        Sample sample = new Sample();
        sample.ram.write(5, 8, 1);
        StateImage image = StateImage.of(sample);
        String digest = image.digest();
        sample.change();
        assertTrue(!StateImage.of(sample).digest().equals(digest));
        image.restore(sample);
        assertEquals(digest, StateImage.of(sample).digest());
        assertArrayEquals(new long[] {0, 0, 1, 0, 2, 3, 0, 0, 0}, sample.longs);
        assertEquals(1, sample.ram.read(5, 8));
        assertEquals(1, sample.restored);
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingIsChanged() {
        Sample sample = new Sample();
        StateImage image = StateImage.of(sample);
        sample.change();
        sample.shape = "square";
        String before = StateImage.of(sample).digest();
        StateException refused = assertThrows(StateException.class, () -> image.restore(sample));
        assertEquals("shape is round in the state, square in this machine", refused.getMessage());
        assertEquals(before, StateImage.of(sample).digest());
        assertEquals(0, sample.restored);
    }

    @Test
    void anyForgedStateIsTakenOrRefusedButNeverBreaksAnything() {
        Sample sample = new Sample();
        StateImage image = StateImage.of(sample);
        Random random = new Random(4);
        for (int i = 0; i < 5_000; i++) {
            byte[] data = image.data().clone();
            for (int hits = random.nextInt(3); hits >= 0; hits--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            data = random.nextInt(4) == 0 ? Arrays.copyOf(data, random.nextInt(data.length + 9)) : data;
            try {
                new StateImage(data, image.memories()).restore(sample);
            } catch (StateException expected) {
                assertTrue(!expected.getMessage().isBlank());
            }
            assertTrue(sample.small >= 0 && sample.small <= 9 && sample.list.length <= 4 && sample.text.length <= 4);
        }
    }

    @Test
    void messagesSayWhichPartItIs() {
        Sample sample = new Sample();
        StateImage image = StateImage.of(sample);
        StateException refused = assertThrows(StateException.class, () -> new StateImage(image.data(), List.of()).check(sample));
        assertEquals("inner.ram is missing", refused.getMessage());
        Stateful other = state -> state.number("count", 1L);
        refused = assertThrows(StateException.class, () -> image.check(other));
        assertEquals("the state does not fit this machine: expected a number count, found a text shape", refused.getMessage());
    }

    @Test
    void imagesOfMemoryShareWhatIsTheSame() {
        Ram ram = new Ram(1 << 20);
        for (int page = 0; page < ram.pageCount(); page += 2) {
            ram.write((long) page << Ram.PAGE_SHIFT, 8, page + 1);
        }
        var first = ram.image();
        ram.write(4096, 1, 1);
        ram.write(8192, 1, 2);
        var second = ram.image();
        List<Integer> different = new ArrayList<>();
        first.forEachDifference(second, different::add);
        assertEquals(List.of(1, 2), different);
        assertEquals(2, second.pagesBeyond(first));
        ram.write(12288, 1, 3);
        ram.restore(first);
        assertEquals(3, ram.read(8192, 8));
        assertEquals(0, ram.read(4096, 8) | ram.read(12288, 8));
        ram.write(8192, 1, 9);
        ram.restore(second);
        assertEquals(2, ram.read(8192, 8));
        assertEquals(1, ram.read(4096, 8));
        assertEquals(0, ram.image().pagesBeyond(second));
        assertEquals(Set.of(), Set.copyOf(differences(second, ram.image())));
    }

    @Test
    void fieldsAreToldByName() {
        var fields = StateImage.of(new Sample()).fields();
        assertEquals("round", fields.get("shape"));
        assertEquals("0xfffffffffffffffb", fields.get("number"));
        assertEquals("3", fields.get("longs[5]"));
        assertEquals("1", fields.get("flags[0]"));
        assertTrue(fields.keySet().stream().noneMatch("longs[0]"::equals), "elements that are zero are left out");
        byte[] data = StateImage.of(new Sample()).data();
        for (int length = 1; length < data.length; length++) {
            byte[] cut = Arrays.copyOf(data, length);
            try {
                new StateImage(cut, List.of()).fields();
            } catch (StateException e) {
                assertTrue(e.getMessage().contains("at byte"), e.getMessage());
            }
        }
    }

    @Test
    void aCloneKeepsItsIdentity() {
        long[] value = {1};
        String[] identity = {"first"};
        Stateful machine = state -> {
            state.identity("name", identity[0]);
            state.numbers("value", value);
        };
        StateImage kept = StateImage.of(machine);
        identity[0] = "second";
        value[0] = 2;
        assertThrows(StateException.class, () -> kept.restore(machine));
        kept.cloneInto(machine);
        assertEquals(1, value[0]);
    }

    private static List<Integer> differences(org.trapline.machine.memory.RamImage a, org.trapline.machine.memory.RamImage b) {
        List<Integer> found = new ArrayList<>();
        a.forEachDifference(b, found::add);
        return found;
    }
}
