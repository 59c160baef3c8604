package dev.caravan.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a family into chunks of about the same size, at pages of its members or, where these cannot be told apart, between members.
 *
 * <p>A chunk may take the end of one member and the beginning of the next, so that a thousand small partitions make no more files
 * than one large table.
 */
final class PageRanges {
    /**
     * A part of a member.
     *
     * @param member its index in the family
     * @param from the first page
     * @param to the page after the last, or -1 for no end: a table may grow while it is planned
     */
    record Piece(int member, long from, long to) {
        /** As a condition; empty for the whole member. */
        String condition() {
            String begin = from == 0 ? "" : "ctid >= '(" + from + ",0)'";
            String end = to < 0 ? "" : "ctid < '(" + to + ",0)'";
            return begin.isEmpty() || end.isEmpty() ? begin + end : begin + " AND " + end;
        }
    }

    /** A place between two pages: before this page of this member. */
    private record Cut(int member, long page) {
        boolean isAfter(Cut other) {
            return member > other.member || (member == other.member && page > other.page);
        }
    }

    private PageRanges() {}

    /** The pieces of each chunk; fewer chunks where there is no place for a cut. */
    static List<List<Piece>> of(Family family, int chunks) {
        List<List<Piece>> pieces = new ArrayList<>();
        Cut last = new Cut(family.members().size(), 0);
        Cut from = new Cut(0, 0);
        for (int i = 1; i < chunks; i++) {
            Cut to = at(family, (double) i / chunks);
            if (to.isAfter(from) && last.isAfter(to)) {
                pieces.add(between(from, to));
                from = to;
            }
        }
        pieces.add(between(from, last));
        return pieces;
    }

    private static Cut at(Family family, double part) {
        double left = part * family.bytes();
        List<Family.Member> members = family.members();
        for (int i = 0; i < members.size(); i++) {
            Family.Member member = members.get(i);
            if (left < member.bytes()) {
                double inside = left / member.bytes();
                return member.byPages()
                        ? new Cut(i, (long) (inside * member.pages()))
                        : new Cut(inside < 0.5 ? i : i + 1, 0);
            }
            left -= member.bytes();
        }
        return new Cut(members.size(), 0);
    }

    private static List<Piece> between(Cut from, Cut to) {
        List<Piece> pieces = new ArrayList<>();
        for (int member = from.member; member < to.member; member++) {
            pieces.add(new Piece(member, member == from.member ? from.page : 0, -1));
        }
        if (to.page > 0) {
            pieces.add(new Piece(to.member, to.member == from.member ? from.page : 0, to.page));
        }
        return pieces;
    }
}
