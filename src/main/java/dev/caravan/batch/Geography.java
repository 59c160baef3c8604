package dev.caravan.batch;

/**
 * Where the coordinates of a column of geometry lie.
 *
 * @param srid the spatial reference system that the column declares; 0 for none
 * @param spherical whether lines between points follow the globe, as those of PostGIS's geography do
 */
public record Geography(int srid, boolean spherical) {
    /** WGS 84 in degrees. PostGIS keeps longitude before latitude, which is what GeoParquet takes when nothing is said. */
    public static final int WGS_84 = 4326;
}
