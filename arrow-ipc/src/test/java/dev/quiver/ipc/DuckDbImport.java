/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;

/**
 * Decodes every input of a file, a length before each, and lets DuckDB read all of its columns. What DuckDB refuses is
 * passed over: the point is that the process lives. Its last words say how many there were.
 */
final class DuckDbImport {
    private DuckDbImport() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        // Not closed: streams that DuckDB refuses are not released, and this process ends anyway.
        BufferAllocator allocator = new RootAllocator();
        int imported = 0;
        int refused = 0;
        try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(arguments[0]))));
                DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:")) {
            for (int index = 0; in.available() > 0; index++) {
                byte[] bytes = in.readNBytes(in.readInt());
                System.out.println("input " + index);
                try {
                    read(connection, allocator, new IpcDecoder(IpcLimits.DEFAULTS).decode(bytes));
                    imported++;
                } catch (SQLException e) {
                    refused++;
                }
            }
        }
        System.out.println("imported " + imported + ", refused by DuckDB " + refused);
    }

    private static void read(DuckDBConnection connection, BufferAllocator allocator, IpcContent content)
            throws SQLException {
        try (HeapReader reader = new HeapReader(content, allocator);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            connection.registerArrowStream("spoilt", stream);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE OR REPLACE TEMP TABLE read AS SELECT * FROM spoilt");
                statement.execute("SELECT count(*), max(columns(*)::VARCHAR) FROM read");
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new SQLException(e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException) {
                throw new SQLException(e);
            }
            throw e;
        }
    }
}
