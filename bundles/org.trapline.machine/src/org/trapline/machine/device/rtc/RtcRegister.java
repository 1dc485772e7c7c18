// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.rtc;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of the Goldfish RTC, all of four bytes. */
public enum RtcRegister implements DeviceRegister {
    TIME_LOW(0x00, Access.READ_WRITE, "low half of the time in nanoseconds; reading it latches the high half"),
    TIME_HIGH(0x04, Access.READ_WRITE, "high half of the time in nanoseconds"),
    ALARM_LOW(0x08, Access.READ_WRITE, "low half of the alarm's time; writing it sets the alarm"),
    ALARM_HIGH(0x0c, Access.READ_WRITE, "high half of the alarm's time"),
    IRQ_ENABLED(0x10, Access.READ_WRITE, "bit 0: the alarm interrupts"),
    CLEAR_ALARM(0x14, Access.WRITE, "any value: no alarm is set any more"),
    ALARM_STATUS(0x18, Access.READ, "1 while an alarm is set"),
    CLEAR_INTERRUPT(0x1c, Access.WRITE, "any value: the interrupt is served");

    private static final List<RtcRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    RtcRegister(int offset, Access access, String doc) {
        this.place = Place.at(offset, 4, access);
        this.doc = doc;
    }

    static List<RtcRegister> rows() {
        return ROWS;
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
