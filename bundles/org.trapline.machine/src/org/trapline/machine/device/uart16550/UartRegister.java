// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.uart16550;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of a 16550. Several share an offset: the access and the divisor latch bit of LCR tell which is meant. */
public enum UartRegister implements DeviceRegister {
    RBR(0, Access.READ, "receiver buffer: the oldest byte received"),
    THR(0, Access.WRITE, "transmitter holding: a byte to send"),
    IER(1, Access.READ_WRITE, "interrupt enable: 0 received data, 1 transmitter empty, 2 line status, 3 modem status"),
    IIR(2, Access.READ, "interrupt identification: bit 0 clear if one is pending, 3..1 which, 7..6 FIFOs on"),
    FCR(2, Access.WRITE, "FIFO control: 0 enable, 1 clear receiver, 2 clear transmitter, 7..6 receiver trigger level"),
    LCR(3, Access.READ_WRITE, "line control: 1..0 word length, 2 stop bits, 5..3 parity, 6 break, 7 divisor latch access"),
    MCR(4, Access.READ_WRITE, "modem control: 0 DTR, 1 RTS, 2 OUT1, 3 OUT2, 4 loopback"),
    LSR(5, Access.READ, "line status: 0 data ready, 1 overrun, 5 holding register empty, 6 transmitter empty"),
    MSR(6, Access.READ, "modem status: 4 CTS, 5 DSR, 6 RI, 7 DCD, 3..0 what changed"),
    SCR(7, Access.READ_WRITE, "scratch: kept and given back"),
    DLL(0, Access.READ_WRITE, "divisor latch, low byte, when LCR bit 7 is set"),
    DLM(1, Access.READ_WRITE, "divisor latch, high byte, when LCR bit 7 is set");

    private static final List<UartRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    UartRegister(int offset, Access access, String doc) {
        this.place = Place.at(offset, 1, access);
        this.doc = doc;
    }

    static List<UartRegister> rows() {
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
