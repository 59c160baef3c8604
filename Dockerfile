# The production image: only what `mvn package` left in target, no build inside.
# A glibc base, because the native libraries of zstd-jni and snappy-java are linked against glibc (musl images cannot load them).
FROM eclipse-temurin:21-jre

# For a plain `docker run`; in Kubernetes an emptyDir is mounted here.
RUN install -d -o 10001 -g 10001 /staging
ENV CARAVAN_STAGING_DIR=/staging \
    MALLOC_ARENA_MAX=2

COPY target/lib /caravan/lib
COPY target/caravan.jar /caravan/caravan.jar

# Numeric, so that Kubernetes can see that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 9876
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-cp", "/caravan/caravan.jar:/caravan/lib/*", "dev.caravan.Main"]
CMD ["run", "--routes", "/routes"]
