# The production image: what `mvn package` left in target, on a Java runtime with only the modules that it uses.
#
#   docker build -t caravan .                         178 MB on disk, 137 MB to pull
#   docker build -t caravan --build-arg WARM=yes .    264 and 155 MB, and the pod is ready in half the time
FROM eclipse-temurin:25-jdk AS assembled
ARG WARM=no
COPY image /build/image
COPY target/caravan.jar /build/target/caravan.jar
COPY target/lib /build/target/lib
RUN JAVA_HOME=/opt/java/openjdk WARM=$WARM /build/image/assemble.sh /opt/caravan
# For a plain `docker run`; in Kubernetes an emptyDir is mounted here.
RUN install -d -o 10001 -g 10001 /staging

# The GNU C library and nothing else: the JVM, zstd-jni and snappy-java are linked against it (musl images cannot load them).
FROM gcr.io/distroless/base-nossl-debian12
COPY --from=assembled /opt/caravan /opt/caravan
COPY --from=assembled --chown=10001:10001 /staging /staging
ENV CARAVAN_STAGING_DIR=/staging \
    MALLOC_ARENA_MAX=2

# Numeric, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 9876
ENTRYPOINT ["/opt/caravan/runtime/bin/java", "@/opt/caravan/java.options", "-cp", "/opt/caravan/caravan.jar", "dev.caravan.Main"]
CMD ["run", "--routes", "/routes"]
