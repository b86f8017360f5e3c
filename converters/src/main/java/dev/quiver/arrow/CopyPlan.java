/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Chooses the copier for each field of a schema in message format, once. The storages are those of its plain form. */
final class CopyPlan {
    private CopyPlan() {}

    /** The copiers for {@code fields}, whose values go to {@code targets}. */
    static List<ColumnCopier> of(String prefix, List<Field> fields, List<ColumnStorage> targets) {
        List<ColumnCopier> copiers = new ArrayList<>(fields.size());
        for (int index = 0; index < fields.size(); index++) {
            Field field = fields.get(index);
            copiers.add(copier(prefix + field.getName(), field, targets.get(index)));
        }
        return copiers;
    }

    private static ColumnCopier copier(String path, Field field, ColumnStorage target) {
        if (field.getDictionary() != null) {
            return new NestedCopiers.DictionaryValues(field, target, values(path, field, target));
        }
        return values(path, field, target);
    }

    private static ColumnCopier values(String path, Field field, ColumnStorage target) {
        List<Field> children = field.getChildren();
        ColumnLayout layout = ColumnLayout.of(field.getType());
        return switch (layout) {
            case NULL -> new LeafCopiers.Nulls((NullStorage) target);
            case BITS -> new LeafCopiers.BitValues((BitStorage) target);
            case FIXED ->
                target instanceof BitStorage bits
                        ? new LeafCopiers.Bool8(bits)
                        : fixed(path, field, (FixedStorage) target);
            case VARIABLE, LARGE_VARIABLE -> new LeafCopiers.Variable((VariableStorage) target);
            case VIEW -> new LeafCopiers.Views((VariableStorage) target);
            case LIST, LARGE_LIST -> {
                ListStorage list = (ListStorage) target;
                yield new NestedCopiers.Lists(list, element(path, children, list.elements()));
            }
            case LIST_VIEW, LARGE_LIST_VIEW -> {
                ListStorage list = (ListStorage) target;
                yield new NestedCopiers.ListViews(list, element(path, children, list.elements()));
            }
            case FIXED_LIST -> {
                FixedListStorage list = (FixedListStorage) target;
                yield new NestedCopiers.FixedLists(list, element(path, children, list.elements()));
            }
            case STRUCT -> {
                StructStorage struct = (StructStorage) target;
                yield new NestedCopiers.Structs(struct, of(path + ".", children, struct.children()));
            }
            case SPARSE_UNION, DENSE_UNION -> {
                StructStorage struct = (StructStorage) target;
                List<ColumnCopier> copiers = of(path + ".", children, struct.children());
                yield new NestedCopiers.Unions(struct, copiers, field.isNullable());
            }
            case RUN_END -> new NestedCopiers.Runs(copier(path, children.get(1), target));
        };
    }

    private static ColumnCopier element(String path, List<Field> children, ColumnStorage elements) {
        return copier(path + ".element", children.get(0), elements);
    }

    private static ColumnCopier fixed(String path, Field field, FixedStorage target) {
        ArrowType type = field.getType();
        Column column = new Column(path, type.toString(), field.isNullable());
        return switch (type.getTypeID()) {
            case Decimal ->
                Storages.width(type) == target.width()
                        ? new LeafCopiers.Fixed(target)
                        : new LeafCopiers.Widened(target);
            case Date ->
                Storages.width(type) == target.width()
                        ? new LeafCopiers.Fixed(target)
                        : new LeafCopiers.Rescaled(column, target, 1, ScalarColumn.MS_PER_DAY);
            case Time ->
                ((ArrowType.Time) type).getUnit() == TimeUnit.SECOND
                        ? new LeafCopiers.Rescaled(column, target, 1_000, 1)
                        : new LeafCopiers.Fixed(target);
            case Timestamp ->
                ((ArrowType.Timestamp) type).getUnit() == TimeUnit.SECOND
                        ? new LeafCopiers.Rescaled(column, target, 1_000, 1)
                        : new LeafCopiers.Fixed(target);
            default -> new LeafCopiers.Fixed(target);
        };
    }
}
