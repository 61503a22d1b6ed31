# Listed here, run as a script too (cmake -P): the words of the field, and none of our own for the
# same things, in what users read and in the names of the code.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  add_test(NAME field_words COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR}
    -P ${CMAKE_CURRENT_LIST_FILE})
  return()
endif()

# Each where the field says something else: Semiconcavity weight, Semiconcavity bound, Gradient
# clipping, Adam beta2, Minimum learning rate, Finite-difference step, KL weight, Validation share,
# Test share, Validation models; depend on; penalises; from an untrusted file.
set(phrases
  "[Ww]eight against valleys" "[Bb]end allowed" "[Ll]ongest gradient" "[Mm]emory of Adam"
  "[Ll]east learning rate" "[Ss]tep of differences" "[Ww]eight of the prior" "[Hh]eld out to watch"
  "[Hh]eld out for the end" "\"Watched\"" "\"Start\"" "\"Sums\"" "\"Rank\"" "\"Reuse\"" "\"Steps a batch\""
  "hangs? on " "[Hh]ow dear" "meant well")
set(names
  Doorbell doorbell Lateness ProjectDesk ProjectKeeper LeftWork PresenceStep TrainingNews FamilyWords
  family_words)
list(JOIN phrases "|" phrases)
list(JOIN names "|" names)

file(GLOB_RECURSE files
  ${ROOT}/app/*.h ${ROOT}/app/*.cpp ${ROOT}/core/*.h ${ROOT}/core/*.cpp ${ROOT}/widgets/*.h ${ROOT}/widgets/*.cpp
  ${ROOT}/resources/*.json ${ROOT}/resources/*.md ${ROOT}/examples/* ${ROOT}/*.md)
list(LENGTH files count)
if(count LESS 300)
  message(FATAL_ERROR "only ${count} files found in ${ROOT}")
endif()
set(found "")
foreach(file IN LISTS files)
  file(STRINGS ${file} lines REGEX "${phrases}|${names}")
  foreach(line IN LISTS lines)
    string(APPEND found "\n${file}: ${line}")
  endforeach()
endforeach()
if(found)
  message(FATAL_ERROR "not the field's words:${found}")
endif()
