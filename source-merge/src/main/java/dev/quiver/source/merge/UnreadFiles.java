/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.FileOrder;
import dev.quiver.source.merge.engine.TableException;
import dev.quiver.source.merge.engine.TableFile;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which files of a root are still to be read. */
final class UnreadFiles {
    private static final Logger log = LoggerFactory.getLogger(UnreadFiles.class);

    private final String part;
    private final FileConfig config;

    UnreadFiles(String part, FileConfig config) {
        this.part = part;
        this.config = config;
    }

    /**
     * Files that came after others were read.
     *
     * @param wanted are read
     * @param ignored are passed over
     */
    record Found(List<TableFile> wanted, List<TableFile> ignored) {}

    /**
     * {@code position} with the files that are done by name: if it was written by hand without these, they are those of
     * {@code files}, all that there are, before the one that it begins with.
     */
    ReplayOffset resolved(List<TableFile> files, ReplayOffset position) throws TableException {
        if (!position.done().equals(DoneFiles.UNSAID)) {
            return position;
        }
        DoneFiles done = DoneFiles.NONE;
        for (TableFile file : FileOrder.sorted(files)) {
            if (file.name().equals(position.file())) {
                return new ReplayOffset(position.file(), position.row(), position.lastId(), done, position.sorted());
            }
            done = done.with(file.name(), config.lookback());
        }
        throw new TableException(
                "the offset of partition " + part + " begins with file '" + position.file() + "', which is not there");
    }

    /** Which of {@code files}, all that there are, come behind {@code position}. */
    List<TableFile> atStart(List<TableFile> files, ReplayOffset position) throws TableException {
        List<TableFile> unread = unread(files, position);
        if (position.equals(ReplayOffset.START)) {
            return unread;
        }
        List<TableFile> wanted = new ArrayList<>();
        for (TableFile file : unread) {
            if (file.name().equals(position.file()) || isWanted(file, position)) {
                wanted.add(file);
            }
        }
        return wanted;
    }

    private List<TableFile> unread(List<TableFile> files, ReplayOffset position) throws TableException {
        DoneFiles done = position.done();
        List<TableFile> unread = new ArrayList<>();
        List<TableFile> doubtful = new ArrayList<>();
        for (TableFile file : files) {
            if (done.contains(file.name())) {
                continue;
            }
            boolean isCurrent = file.name().equals(position.file());
            boolean isDoubtful = done.mayContain(file.name()) && !isCurrent && file.rowCount() > 0;
            (isDoubtful ? doubtful : unread).add(file);
        }
        addNew(doubtful, position, unread);
        return unread;
    }

    /** Adds those of {@code doubtful}, of which some are new, that are. */
    private void addNew(List<TableFile> doubtful, ReplayOffset position, List<TableFile> unread) throws TableException {
        List<TableFile> ahead = new ArrayList<>();
        for (TableFile file : doubtful) {
            if (file.keys().hasValues() && file.keys().min() > position.lastId()) {
                ahead.add(file);
            }
        }
        long rest = (long) doubtful.size() - ahead.size();
        boolean isCounted = config.after().action() == FileConfig.Action.NONE
                || config.after().action() == FileConfig.Action.TAG;
        if (rest > 0 && (!isCounted || rest < position.done().before())) {
            log.warn(
                    "partition {} has {} files with names before {}: they are taken for done and stay",
                    part,
                    rest,
                    position.done().names().get(0));
        }
        long others = rest - position.done().before();
        if (others > 0 && config.late() != FileConfig.LateFiles.IGNORE) {
            throw new TableException("partition " + part + " has " + others
                    + " more files than were replayed among those with names before "
                    + position.done().names().get(0)
                    + ", and nothing tells which they are: raise discovery.lookback.files, or set"
                    + " discovery.late.files=ignore to pass over them");
        }
        unread.addAll(ahead);
    }

    /** Which of {@code files}, which were not there before, are read. */
    Found added(List<TableFile> files, ReplayOffset position) throws TableException {
        List<TableFile> wanted = new ArrayList<>();
        List<TableFile> ignored = new ArrayList<>();
        for (TableFile file : files) {
            if (position.done().contains(file.name()) || file.name().equals(position.file())) {
                continue;
            }
            (isWanted(file, position) ? wanted : ignored).add(file);
        }
        return new Found(wanted, ignored);
    }

    /** Whether {@code file} is read, late or not. */
    private boolean isWanted(TableFile file, ReplayOffset position) throws TableException {
        if (!isLate(file, position)) {
            return true;
        }
        return switch (config.late()) {
            case PROCESS -> true;
            case IGNORE -> {
                log.warn("passed over {}, which came after later files were read", file.path());
                yield false;
            }
            case FAIL ->
                throw new TableException(file.path() + " came after later files were read"
                        + " (discovery.late.files=process reads such files)");
        };
    }

    private static boolean isLate(TableFile file, ReplayOffset position) {
        if (file.keys().hasValues()) {
            return file.keys().min() <= position.lastId();
        }
        return file.rowCount() > 0 && file.name().compareTo(position.file()) < 0;
    }
}
