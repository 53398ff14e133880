package org.gatepost.ee.store;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The rows of a policy version over a plain connection, by the entities' own mapping: for tools, which have no container, and for a draft that is not
 * committed yet. Which entities there are is what {@link PolicyRows} is made of.
 */
public final class StoredPolicy {

    private static final String VERSION = "version_id";

    private StoredPolicy() {
    }

    /** The tables of policy that are compiled, in the order of {@link PolicyRows}. */
    public static List<String> tables() {
        return Arrays.stream(PolicyRows.class.getRecordComponents()).filter(component -> component.getType() == List.class).map(component -> table(entity(component))).toList();
    }

    /** Reads all of them. */
    public static PolicyRows read(Connection connection, long version) throws SQLException {
        RecordComponent[] components = PolicyRows.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getType() == List.class ? rows(connection, entity(components[i]), version) : version;
        }
        try {
            return (PolicyRows) PolicyRows.class.getDeclaredConstructors()[0].newInstance(values);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("PolicyRows is a version and lists of entities", e);
        }
    }

    private static Class<?> entity(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    private static String table(Class<?> entity) {
        return entity.getAnnotation(Table.class).name();
    }

    /** In the container entities have fields that no one wrote, for EclipseLink's own use: a static one, and some whose names begin so. */
    private static boolean isColumn(Field field) {
        return !field.isSynthetic() && !Modifier.isStatic(field.getModifiers()) && !field.getName().startsWith("_persistence");
    }

    private static List<Object> rows(Connection connection, Class<?> entity, long version) throws SQLException {
        List<Field> fields = Stream.of(entity.getSuperclass(), entity).flatMap(each -> Arrays.stream(each.getDeclaredFields())).filter(StoredPolicy::isColumn).toList();
        String columns = fields.stream().map(StoredPolicy::column).collect(Collectors.joining(", "));
        String order = fields.stream().filter(field -> field.isAnnotationPresent(Id.class)).map(StoredPolicy::column).filter(name -> !name.equals(VERSION))
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + columns + " FROM " + table(entity) + " WHERE " + VERSION + " = ?" + (order.isEmpty() ? "" : " ORDER BY " + order);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, version);
            try (ResultSet found = statement.executeQuery()) {
                List<Object> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(row(entity, fields, found));
                }
                return rows;
            }
        }
    }

    private static Object row(Class<?> entity, List<Field> fields, ResultSet found) throws SQLException {
        try {
            Object row = entity.getDeclaredConstructor().newInstance();
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).setAccessible(true);
                // The driver gives what the column is, and a field is of that type; where they differ this fails loudly.
                fields.get(i).set(row, found.getObject(i + 1));
            }
            return row;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(entity.getSimpleName() + " is no row of plain columns", e);
        }
    }

    private static String column(Field field) {
        return Optional.ofNullable(field.getAnnotation(Column.class)).map(Column::name).filter(name -> !name.isEmpty()).orElse(field.getName());
    }
}
