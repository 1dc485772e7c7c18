// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.console;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The configuration of a virtio console. */
public enum ConsoleRegister implements DeviceRegister {
    COLS(0, 2, Access.READ, "characters in a line"),
    ROWS(2, 2, Access.READ, "lines"),
    MAX_NR_PORTS(4, 4, Access.READ, "most ports, if there can be several; there is one"),
    EMERG_WR(8, 4, Access.WRITE, "sends a character at once, without queues and before anything was negotiated");

    private static final List<ConsoleRegister> ROWS_OF_TABLE = List.of(values());

    private final Place place;
    private final String doc;

    ConsoleRegister(int offset, int bytes, Access access, String doc) {
        this.place = Place.at(offset, bytes, access);
        this.doc = doc;
    }

    static List<ConsoleRegister> rows() {
        return ROWS_OF_TABLE;
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public String doc() {
        return doc;
    }
}
