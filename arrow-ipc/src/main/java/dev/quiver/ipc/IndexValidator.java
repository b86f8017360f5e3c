/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Checks that indices which are not null lie within their dictionary. */
final class IndexValidator {
    private IndexValidator() {}

    static void check(HeapColumn column, Dictionaries dictionaries) {
        DictionaryEncoding encoding = column.field().getDictionary();
        long id = encoding.getId();
        int size = dictionaries.contains(id) ? dictionaries.values(id).rowCount() : 0;
        boolean signed = encoding.getIndexType().getIsSigned();
        long mask = signed || column.width() == Long.BYTES ? -1 : (1L << (column.width() * Byte.SIZE)) - 1;
        for (int row = 0; row < column.length(); row++) {
            long index = mask
                    & LittleEndian.signedAt(column.array(1), column.offset(1) + row * column.width(), column.width());
            if ((index < 0 || index >= size) && !column.isNull(row)) {
                throw column.malformed("value " + row + " has the index "
                        + (signed ? Long.toString(index) : Long.toUnsignedString(index)) + " into dictionary " + id
                        + (dictionaries.contains(id) ? ", which has " + size + " values" : ", which is not there"));
            }
        }
    }
}
