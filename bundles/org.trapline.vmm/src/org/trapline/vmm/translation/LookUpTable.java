// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/** The table of a {@link LookUp}. */
record LookUpTable(int offset) implements CodePiece {
    @Override
    public int length() {
        return LookUp.TABLE_WORDS;
    }

    @Override
    public Recovery recovery(final int word) {
        return LookUp.tableRecovery();
    }
}
