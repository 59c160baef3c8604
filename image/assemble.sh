#!/bin/sh
# Puts together what the container image holds, in the new folder $1, from what `mvn package` left in target: the jars, and a
# Java runtime with only the modules that they use. Run by the Dockerfile; it needs no Docker.
#
#   JAVA_HOME=…  image/assemble.sh /opt/caravan      with a JDK 25 or later
#
#   WARM=yes   also what the JVM learns while a pod starts (85 MB): half the start-up time
set -eu

out=$1
image=$(CDPATH='' cd "$(dirname "$0")" && pwd)
target=$image/../target

# What jdeps finds in the jars, without what only compilers and Kerberos would need; and what is found by name only: JMX from
# outside, options of sockets, flight recordings.
modules=java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.rmi,java.security.jgss,java.sql
modules=$modules,java.transaction.xa,java.xml,jdk.management,jdk.unsupported,jdk.management.agent,jdk.net,jdk.jfr

mkdir -p "$out"
# Beans are all that is used of java.desktop, so its native libraries, for screens and fonts, stay behind.
"$JAVA_HOME/bin/jlink" --output "$out/runtime" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
    --compress zip-6 --vm server --exclude-files 'glob:/java.desktop/lib/*,glob:/java.desktop/conf/**'
cp -Rp "$target/caravan.jar" "$target/lib" "$out/"
cp "$image/java.options" "$out/java.options"
# Licence and SBOM, for users who inspect the image; the jar was made without a SBOM where it has none.
(cd "$out" && "$JAVA_HOME/bin/jar" --extract --file caravan.jar META-INF/LICENSE META-INF/sbom/bom.json)
mv "$out"/META-INF/LICENSE "$out/LICENSE"
[ ! -f "$out/META-INF/sbom/bom.json" ] || mv "$out/META-INF/sbom/bom.json" "$out/bom.json"
rm -rf "$out/META-INF"
[ "${WARM:-no}" = yes ] || exit 0

# A pod of one table that reaches no server, until it is ended after some seconds.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/routes"
cat >"$work/routes/one.yaml" <<'YAML'
- templatedRoute:
    routeTemplateRef: table-to-lake
    routeId: one
    parameters:
      - { name: table,    value: public.one }
      - { name: schedule, value: "0 0 0 1 1 ? 2099" }
YAML
CARAVAN_LAKE_BUCKET=none CARAVAN_SOURCE_DEFAULT_URL=jdbc:postgresql://localhost/none CARAVAN_MANAGEMENT_PORT=0 \
    CARAVAN_STAGING_DIR=$work/staging timeout --preserve-status -s TERM 20 \
    "$out/runtime/bin/java" @"$out/java.options" -XX:AOTCacheOutput="$out/caravan.aot" -cp "$out/caravan.jar" \
    dev.caravan.Main run --routes "$work/routes" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
chmod 644 "$out/caravan.aot"
# A cache that does not fit is ignored without a message.
cat >>"$out/java.options" <<OPTIONS
-XX:AOTCache=$out/caravan.aot
-Xlog:disable
-Xlog:all=error:stderr
-Xlog:aot*=off:stderr
OPTIONS
