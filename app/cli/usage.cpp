// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage.h"

#include <algorithm>
#include <vector>

namespace isochron::cli {
namespace {

/// The command that was being read, and what is typed to have it.
struct Reached {
  const CLI::App* app = nullptr;
  std::string words;  // "isochron-cli train pca"
};

Reached reached(const CLI::App& program) {
  Reached at{&program, program.get_name()};
  while (!at.app->get_subcommands().empty()) {
    at.app = at.app->get_subcommands().front();
    at.words += ' ' + at.app->get_name();
  }
  return at;
}

const CLI::Option* find(const CLI::App& app, const std::string& name) {
  for (const CLI::Option* option : app.get_options())
    if (option->get_name() == name) return option;
  return nullptr;
}

/// "--count N: So many models", as the help has it.
std::string wayToGive(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = find(app, name);
  if (option == nullptr) return name;
  const std::string type = option->get_type_name();
  const std::string value = option->get_positional() || type.empty() ? "" : ' ' + type;
  return name + value + ": " + option->get_description();
}

std::string before(const std::string& text, const std::string& mark) {
  return text.substr(0, text.find(mark));
}
std::string after(const std::string& text, const std::string& mark) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? "" : text.substr(at + mark.size());
}

/// Letters that two words do not share: insertions, deletions and exchanges (Levenshtein 1966).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
    }
  }
  return row.back();
}

/// The option that was meant, where one is much like what was typed; or else all of them.
std::string optionsInstead(const CLI::App& app, const std::string& typed) {
  constexpr std::size_t kLongest = 40;
  std::string all, nearest;
  std::size_t least = std::string::npos;
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    if (option->get_positional() || option->get_group().empty()) continue;
    all += (all.empty() ? "" : ", ") + name;
    if (typed.size() > kLongest) continue;
    const std::size_t other = distance(typed, name);
    if (other >= least) continue;
    least = other;
    nearest = name;
  }
  const bool alike = least <= 2 || 3 * least <= typed.size();
  return alike ? "did you mean " + nearest + "?" : "it has " + all;
}

std::string notExpected(const Reached& at) {
  const std::vector<std::string> words = at.app->remaining();
  const std::string word = words.empty() ? "" : words.front();
  if (word.starts_with("-") && word.size() > 1)
    return word + ": " + at.words + " has no such option; " +
           optionsInstead(*at.app, before(word, "="));
  if (!at.app->get_subcommands({}).empty())
    return "'" + word + "' is no command; " + after(missingCommand(*at.app), "; ");
  return "'" + word + "' is one argument too many for " + at.words +
         "; leave it out, or put what belongs together in quotes";
}

std::string missing(const Reached& at, const std::string& text) {
  const std::string name = before(text, " is required");
  if (name == "A subcommand")
    return at.app->remaining().empty() ? missingCommand(*at.app) : notExpected(at);
  return name + " is missing; give " + wayToGive(*at.app, name);
}

std::string noValue(const std::string& name) {
  return name + " takes no value; give " + name + " alone";
}

std::string mismatch(const Reached& at, const std::string& text) {
  if (text.find("flag override") != std::string::npos) return noValue(before(text, " was"));
  const std::string name = before(text, ": ");
  if (text.find("At Most") != std::string::npos)
    return name + " is given more than once; give it once";
  return name + ": its value is missing; give " + wayToGive(*at.app, name);
}

std::string conversion(const Reached& at, const std::string& text) {
  const std::string assignment = after(text, "Could not convert: ");
  if (assignment.empty()) return noValue(before(text, ": "));
  const std::string name = before(assignment, " = ");
  const CLI::Option* option = find(*at.app, name);
  if (option != nullptr && option->get_items_expected_max() == 0) return noValue(name);
  return name + ": '" + after(assignment, " = ") + "' is no number that it takes; give " +
         wayToGive(*at.app, name);
}

}  // namespace

std::string missingCommand(const CLI::App& app) {
  std::string names;
  for (const CLI::App* command : app.get_subcommands({}))
    names += (names.empty() ? "" : ", ") + command->get_name();
  return "a command is missing; choose one of " + names;
}

std::string usageSentence(const CLI::App& program, const CLI::ParseError& error) {
  const Reached at = reached(program);
  const std::string text = error.what();
  // An error of arguments too many bears the name of its command.
  const bool extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  const std::string kind = error.get_name();
  const std::string suffix = "; see " + at.words + " --help";
  if (extra) return notExpected(at) + suffix;
  if (kind == "RequiredError") return missing(at, text) + suffix;
  if (kind == "ArgumentMismatch") return mismatch(at, text) + suffix;
  if (kind == "ConversionError") return conversion(at, text) + suffix;
  if (kind == "ValidationError")
    return text + "; give " + wayToGive(*at.app, before(text, ": ")) + suffix;
  if (kind == "RequiresError") {
    const std::string other = after(text, " requires ");
    return before(text, " requires ") + " says something of " + other +
           ", which is missing; give " + wayToGive(*at.app, other) + suffix;
  }
  if (kind == "ExcludesError")
    return before(text, " excludes ") + " and " + after(text, " excludes ") +
           " cannot be had together; leave one of them out" + suffix;
  return "the arguments cannot be understood" + suffix;
}

}  // namespace isochron::cli
