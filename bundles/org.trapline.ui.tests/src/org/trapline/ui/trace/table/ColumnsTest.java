// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How wide columns are. */
final class ColumnsTest {
    private static final int CHAR = 8;

    @Test
    void aLongNameOfAMachineIsReadableAsAWholeUnlessTheUserWantsItOtherwise() {
        final Columns columns = new Columns();
        columns.reset(CHAR);
        final int usual = columns.width(Column.WHO);
        columns.makeRoom("lab.one.vcpu0");
        assertEquals(usual, columns.width(Column.WHO), "a short name changes nothing");
        final String longer = "warehouse.inventory.vcpu0";
        columns.makeRoom(longer);
        assertTrue(columns.width(Column.WHO) >= longer.length() * CHAR);
        final int wide = columns.width(Column.WHO);
        columns.makeRoom("lab.one.vcpu0");
        assertEquals(wide, columns.width(Column.WHO), "it does not shrink again");
        columns.setWidth(Column.WHO, 60);
        columns.makeRoom(longer);
        assertEquals(60, columns.width(Column.WHO));
    }
}
