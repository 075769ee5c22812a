#!/bin/sh
# Runs all cases through Pulsar's own classes and stores what they make of them in tests/oracle/expected/VERSION.
# usage: sh tests/oracle/harness/run.sh VERSION      (4.2.4; JAVA_HOME, a JDK; Maven)
set -e
version=${1:?usage: run.sh VERSION, as 4.2.4}
cd "$(dirname "$0")/.."
harness=$PWD/harness
build=$PWD/../../.cache/oracle/$version
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

case $version in # the classes of the function details, the JDK that is needed, and the Protobuf of Pulsar's own distribution
  4.[01].*) details=protobuf needed=17 protobuf=3.25.5 ;;
  4.*) details=protobuf needed=17 protobuf=4.29.3 ;;
  *) details=lightproto needed=21 protobuf=4.35.1 ;;
esac
found=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
[ "${found:-0}" -ge $needed ] || { echo "Pulsar $version needs a JDK of version $needed or newer, and $java is ${found:-not there}: set JAVA_HOME" >&2; exit 1; }

mkdir -p "$build/classes"
mvn -q -B -f "$harness/pom.xml" -Dpulsar="$version" -Dprotobuf="$protobuf" dependency:build-classpath -Dmdep.outputFile="$build/classpath"
"${java}c" -proc:none -nowarn -Xlint:none -d "$build/classes" -cp "$(cat "$build/classpath")" "$harness"/src/common/*.java "$harness/src/$details"/*.java
"$java" -Xmx1500m -Dfile.encoding=UTF-8 -Duser.language=en -Dlog4j2.level=OFF -cp "$build/classes:$(cat "$build/classpath")" \
  org.apache.pulsar.functions.runtime.kubernetes.Oracle cases "$build/results.json"
python3 oracle_files.py "$version" "$build/results.json"
