# Adds the native kernels of Edge to a nanoFramework firmware: copy this file to CMake/Modules and the folder beside it, with the
# files of kernels/ in it, to InteropAssemblies; docs/native.md says how.
set(BASE_PATH_FOR_THIS_MODULE "${CMAKE_SOURCE_DIR}/InteropAssemblies/Edge.Runtime.Int8.Native")

list(APPEND Edge.Runtime.Int8.Native_INCLUDE_DIRS "${BASE_PATH_FOR_THIS_MODULE}")

file(GLOB Edge.Runtime.Int8.Native_SOURCES
    "${BASE_PATH_FOR_THIS_MODULE}/Edge_Runtime_Int8_Native*.cpp"
    "${BASE_PATH_FOR_THIS_MODULE}/edge_*.c")

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-Edge.Runtime.Int8.Native DEFAULT_MSG Edge.Runtime.Int8.Native_INCLUDE_DIRS Edge.Runtime.Int8.Native_SOURCES)
