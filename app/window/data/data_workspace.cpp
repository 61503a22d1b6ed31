// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data_workspace.h"

#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "data/gallery_bar.h"
#include "data/gallery_view.h"
#include "data/job_bar.h"
#include "data/model_panel.h"
#include "data/set_list.h"
#include "data/split_panel.h"
#include "data/statistics_panel.h"
#include "field/error.h"
#include "import/import_sheet.h"

namespace isochron {
namespace {

constexpr int kListWidth = 250;
constexpr int kDetailWidth = 330;

QString rangeText(std::pair<double, double> range) {
  const QLocale locale;
  return DataWorkspace::tr("%1 to %2 km/s")
      .arg(locale.toString(range.first, 'f', 2), locale.toString(range.second, 'f', 2));
}

SetRow rowOf(const OpenDataSet& set, const SetFindings* findings) {
  const QLocale locale;
  const Grid& grid = set.data->grid();
  QString text = DataWorkspace::tr("%1\n%2 models, %3 × %4 nodes")
                     .arg(set.title, locale.toString(qint64{set.data->count()}))
                     .arg(grid.nx)
                     .arg(grid.nz);
  if (findings != nullptr && findings->range.second > 0.0)
    text += QLatin1Char('\n') + rangeText(findings->range);
  const QString extent =
      DataWorkspace::tr("%1 × %2 km").arg(grid.width(), 0, 'g', 4).arg(grid.depth(), 0, 'g', 4);
  QString tip = set.path + QLatin1Char('\n') + extent;
  if (const auto& generator = set.data->summary().generator)
    tip += QLatin1Char('\n') +
           DataWorkspace::tr("Generated: %1").arg(QString::fromStdString(toText(*generator)));
  return {set.id, text, tip};
}

}  // namespace

DataWorkspace::DataWorkspace(Project& project, QWidget* parent)
    : Workspace(parent),
      project_(project),
      actions_(dataCommands(), this),
      models_(new GalleryModel(this)) {
  build();
  connectAll();
  connectCommands();
  connectFiles();
  project_.data().scanner().wantStatistics();
  showSplit();
  firstState_ = projectState();
  showChosen();
}

DataWorkspace::~DataWorkspace() = default;

// --- parts --------------------------------------------------------------------------------------

void DataWorkspace::build() {
  auto* centre = new QWidget(this);
  message_ = new MessageBar(centre);
  jobBar_ = new JobBar(job_, centre);
  pages_ = new QStackedWidget(centre);
  pages_->addWidget(buildEmpty());
  pages_->addWidget(buildGallery());
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(message_);
  layout->addWidget(jobBar_);
  layout->addWidget(pages_, 1);
  setCentralWidget(centre);
  centre->setFocusProxy(gallery_);
  buildPanels();
  // Over all panels: they are wider than the gallery.
  importSheet_ = new ImportSheet(this, ImportSheet::Purpose::DataSet);
  generateSheet_ = new GenerateSheet(this);
}

QWidget* DataWorkspace::buildEmpty() {
  auto* page = new QWidget;
  auto* sentence = new QLabel(
      tr("No data set is open: generate models of a kind, or open a file that holds many."), page);
  sentence->setAlignment(Qt::AlignCenter);
  sentence->setWordWrap(true);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  for (const DataCommandId id : {DataCommandId::Generate, DataCommandId::Open}) {
    auto* button = new QToolButton(page);
    button->setDefaultAction(action(id));
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setMinimumSize(8 * fontMetrics().height(), 2 * fontMetrics().height());
    buttons->addWidget(button);
  }
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(page);
  layout->setSpacing(14);
  layout->addStretch(2);
  layout->addWidget(sentence);
  layout->addLayout(buttons);
  layout->addStretch(3);
  return page;
}

QWidget* DataWorkspace::buildGallery() {
  auto* page = new QWidget;
  bar_ = new GalleryBar(page);
  gallery_ = new GalleryView(page);
  gallery_->setModel(models_);
  gallery_->setMinimumSize(240, 160);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(bar_);
  layout->addWidget(gallery_, 1);
  return page;
}

void DataWorkspace::buildPanels() {
  action(DataCommandId::Open)->setIconText(tr("Open…"));  // on buttons, beside "Data sets"
  list_ = new SetList({action(DataCommandId::Generate), action(DataCommandId::Open),
                       action(DataCommandId::Remove)});
  split_ = new SplitPanel;
  detail_ = new ModelPanel;
  statistics_ = new StatisticsPanel;
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  addPanel(QStringLiteral("setsDock"), tr("Data sets"), list_, Qt::LeftDockWidgetArea);
  addPanel(QStringLiteral("splitDock"), tr("Split"), scrolling(split_), Qt::LeftDockWidgetArea);
  addPanel(QStringLiteral("modelDock"), tr("Model"), detail_, Qt::RightDockWidgetArea);
  addPanel(QStringLiteral("velocitiesDock"), tr("Velocities of all models"), statistics_,
           Qt::RightDockWidgetArea);
}

void DataWorkspace::arrange() {
  auto* sets = findChild<QDockWidget*>(QStringLiteral("setsDock"));
  auto* split = findChild<QDockWidget*>(QStringLiteral("splitDock"));
  auto* model = findChild<QDockWidget*>(QStringLiteral("modelDock"));
  auto* velocities = findChild<QDockWidget*>(QStringLiteral("velocitiesDock"));
  resizeDocks({sets, model}, {kListWidth, kDetailWidth}, Qt::Horizontal);
  // Its title takes a line, too.
  const int splitHeight = split_->sizeHint().height() + 2 * fontMetrics().height();
  resizeDocks({sets, split}, {std::max(100, height() - splitHeight), splitHeight}, Qt::Vertical);
  resizeDocks({model, velocities}, {height() / 2, height() / 2}, Qt::Vertical);
}

void DataWorkspace::connectAll() {
  connect(&project_.data(), &DataLibrary::listChanged, this, &DataWorkspace::listSets);
  connect(&project_.data(), &DataLibrary::chosenChanged, this, &DataWorkspace::showChosen);
  connect(&project_.data(), &DataLibrary::splitChanged, this, [this] {
    showSplit();
    showParts();
  });
  connect(list_, &SetList::chosenChanged, &project_.data(), &DataLibrary::choose);
  connect(&project_.data().scanner(), &SetScanner::found, this, &DataWorkspace::showFindings);
  connect(gallery_, &GalleryView::visibleRowsChanged, this, &DataWorkspace::wantPictures);
  connect(gallery_->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& current) {
            showModel(current.isValid() ? models_->modelAt(current.row()) : -1);
          });
  connect(gallery_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &DataWorkspace::updateActions);
  connect(gallery_, &QAbstractItemView::activated, this, &DataWorkspace::useModel);
  connect(gallery_, &GalleryView::thumbnailWidthChanged, this, [this](int width) {
    bar_->setThumbnailWidth(width);
    applyLook();
  });
  connect(bar_, &GalleryBar::thumbnailWidthChanged, gallery_, &GalleryView::setThumbnailWidth);
  connect(bar_, &GalleryBar::colourMapChanged, this, &DataWorkspace::applyLook);
  connect(bar_, &GalleryBar::filterChanged, this, &DataWorkspace::applyFilter);
  connect(split_, &SplitPanel::settingsChanged, this,
          [this] { project_.data().setSplit(split_->settings()); });
  connect(&models_->thumbnails(), &ThumbnailSource::arrived, this, &DataWorkspace::checkSettled);
  connect(detail_, &ModelPanel::modelAsked, this, [this](std::int64_t model) {
    if (models_->rowOf(model) < 0) bar_->setFilter(std::nullopt);
    gallery_->setCurrentIndex(models_->index(models_->rowOf(model)));
  });
  connect(statistics_, &StatisticsPanel::haltAsked, this, [this](bool halt) {
    project_.data().scanner().setHalted(models_->dataSet().get(), halt);
  });
  connect(detail_, &ModelPanel::useAsked, this, &DataWorkspace::useModel);
  connect(detail_, &ModelPanel::shownChanged, this, [this] {
    const auto& shown = detail_->shown();
    statistics_->setMarked(shown ? std::optional(std::pair(shown->min(), shown->max()))
                                 : std::nullopt);
    updateActions();
    checkSettled();
  });
}

void DataWorkspace::connectCommands() {
  const auto on = [this](DataCommandId id, auto&& work) {
    connect(action(id), &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  on(DataCommandId::Generate, [this] { startGenerating(); });
  on(DataCommandId::Open, [this] { askForFile(); });
  on(DataCommandId::Remove, [this] {
    if (const OpenDataSet* set = chosen()) project_.data().remove(set->id);
  });
  on(DataCommandId::Use, [this] { useModel(); });
  on(DataCommandId::SelectAll, [this] {
    gallery_->setFocus();
    gallery_->selectAll();
  });
  on(DataCommandId::ShowAll, [this] { bar_->setFilter(std::nullopt); });
  on(DataCommandId::ShowTraining, [this] { bar_->setFilter(Part::Training); });
  on(DataCommandId::ShowValidation, [this] { bar_->setFilter(Part::Validation); });
  on(DataCommandId::ShowTest, [this] { bar_->setFilter(Part::Test); });
  gallery_->setContextMenuPolicy(Qt::ActionsContextMenu);
  gallery_->addActions({action(DataCommandId::Use), action(DataCommandId::ExportModels),
                        action(DataCommandId::SelectAll)});
  list_->list()->setContextMenuPolicy(Qt::ActionsContextMenu);
  list_->list()->addAction(action(DataCommandId::Remove));
  actions_.refreshIcons(palette());
}

std::vector<ShortcutSection> DataWorkspace::shortcuts() const {
  std::vector<ShortcutSection> sections = sectionsOf(dataCommands(), dataMenuTitle());
  sections.push_back(galleryGestures());
  return sections;
}

void DataWorkspace::activate() {
  if (chosen() != nullptr) gallery_->setFocus();
}

void DataWorkspace::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) actions_.refreshIcons(palette());
  Workspace::changeEvent(event);
}

// --- what is shown ------------------------------------------------------------------------------

const OpenDataSet* DataWorkspace::chosen() const { return project_.data().chosen(); }

const SetFindings* DataWorkspace::findingsOf(const DataSet* set) const {
  return project_.data().scanner().find(set);
}

void DataWorkspace::listSets() {
  std::vector<SetRow> rows;
  for (const OpenDataSet& set : project_.data().sets())
    rows.push_back(rowOf(set, findingsOf(set.data.get())));
  const QSignalBlocker quiet(list_);  // the library knows which one is chosen
  list_->setRows(rows);
  if (const OpenDataSet* set = chosen()) list_->choose(set->id);
}

void DataWorkspace::showChosen() {
  listSets();
  const OpenDataSet* set = chosen();
  const std::shared_ptr<const DataSet> models = set == nullptr ? nullptr : set->data;
  pages_->setCurrentIndex(models == nullptr ? 0 : 1);
  models_->setDataSet(models);
  detail_->setData(models);
  showParts();
  showFindings(models.get());
  if (models == nullptr) return updateActions();
  if (models_->rowCount() > 0) gallery_->setCurrentIndex(models_->index(0));
  updateActions();
}

void DataWorkspace::showFindings(const DataSet* seen) {
  listSets();
  if (seen == models_->dataSet().get()) {
    const SetFindings* findings = findingsOf(seen);
    models_->setStatistics(findings == nullptr ? nullptr : findings->statistics);
    statistics_->setFindings(findings);
    applyLook();
  }
  updateActions();
  checkSettled();
}

void DataWorkspace::showSplit() {
  const QSignalBlocker quiet(split_);  // which shows shares rounded
  split_->setSettings(project_.data().split());
}

void DataWorkspace::showParts() {
  std::vector<Part> parts;
  split_->showParts(parts);
  try {
    if (models_->dataSet()) parts = partsOf(models_->dataSet()->count(), project_.data().split());
    split_->showParts(parts);
  } catch (const Error& failure) {
    split_->showProblem(QString::fromUtf8(failure.what()));
  }
  const std::int64_t before = detail_->model();
  models_->setParts(parts);
  if (models_->filter()) showModel(before);
  const bool known = before >= 0 && before < std::ssize(parts);
  detail_->setPart(known ? partName(parts[static_cast<std::size_t>(before)]) : QString());
}

void DataWorkspace::applyFilter() {
  const std::int64_t before = detail_->model();
  models_->setFilter(bar_->filter());
  const int row = std::max(0, models_->rowOf(before));
  if (models_->rowCount() > 0) gallery_->setCurrentIndex(models_->index(row));
  for (const auto& [id, part] :
       std::initializer_list<std::pair<DataCommandId, std::optional<Part>>>{
           {DataCommandId::ShowAll, std::nullopt},
           {DataCommandId::ShowTraining, Part::Training},
           {DataCommandId::ShowValidation, Part::Validation},
           {DataCommandId::ShowTest, Part::Test}})
    action(id)->setChecked(bar_->filter() == part);
  updateActions();
}

/// One scale for all pictures, that of the set as far as it is known.
void DataWorkspace::applyLook() {
  const SetFindings* findings = findingsOf(models_->dataSet().get());
  if (findings == nullptr || findings->range.second <= 0.0) {
    bar_->setColouring({});
    return;
  }
  Colouring colouring;
  colouring.map = bar_->colourMap();
  std::tie(colouring.min, colouring.max) = findings->range;
  if (colouring.max - colouring.min < 1e-6 * colouring.max) {
    constexpr double kAround = 0.05;  // of the one velocity that there is
    colouring.min *= 1.0 - kAround;
    colouring.max *= 1.0 + kAround;
  }
  bar_->setColouring(colouring);
  detail_->setColouring(colouring);
  models_->thumbnails().setLook({gallery_->thumbnailSize(), devicePixelRatioF(), colouring});
  wantPictures();
}

void DataWorkspace::wantPictures() {
  const SetFindings* findings = findingsOf(models_->dataSet().get());
  const auto [first, last] = gallery_->visibleRows();
  if (first >= 0 && findings != nullptr && findings->range.second > 0.0) models_->want(first, last);
  checkSettled();
}

void DataWorkspace::showModel(std::int64_t model) {
  if (model == detail_->model() && detail_->shown()) return;
  detail_->showModel(model);
  const QVariant part =
      model < 0 ? QVariant() : models_->index(models_->rowOf(model)).data(GalleryModel::PartRole);
  detail_->setPart(part.isValid() ? partName(static_cast<Part>(part.toInt())) : QString());
  updateActions();
}

void DataWorkspace::useModel() {
  const OpenDataSet* set = chosen();
  if (set == nullptr || !detail_->shown()) return;
  const QString title = tr("%1, model %2").arg(set->title).arg(detail_->model() + 1);
  project_.drawing().load(detail_->shown(), {title, set->path, set->data->layout()});
  message_->show(MessageBar::Kind::Note, tr("%1 is the model in Explore now.").arg(title),
                 tr("Show in Explore"),
                 [this] { Q_EMIT workspaceAsked(QStringLiteral("explore")); });
}

void DataWorkspace::updateActions() {
  const bool asking = importSheet_->isVisible() || generateSheet_->isVisible();
  const auto enable = [this, asking](DataCommandId id, QString reason) {
    // Its letters and Del belong to the sheet.
    if (asking) reason = tr("Answer the open sheet first.");
    action(id)->setEnabled(reason.isEmpty());
    action(id)->setToolTip(reason.isEmpty() ? action(id)->whatsThis()
                                            : action(id)->whatsThis() + QLatin1Char('\n') + reason);
  };
  const QString noSet = chosen() == nullptr ? tr("No data set is open.") : QString();
  const QString busy = job_.isRunning() ? tr("Wait for the work above, or cancel it.") : QString();
  const SetFindings* findings = findingsOf(models_->dataSet().get());
  const QString seeing = findings == nullptr || !findings->complete
                             ? tr("Not all models have been seen yet.")
                             : QString();
  enable(DataCommandId::Open, {});
  enable(DataCommandId::Generate, busy);
  for (const DataCommandId id :
       {DataCommandId::Remove, DataCommandId::SelectAll, DataCommandId::ShowAll,
        DataCommandId::ShowTraining, DataCommandId::ShowValidation, DataCommandId::ShowTest})
    enable(id, noSet);
  enable(DataCommandId::ExportModels, noSet.isEmpty() ? busy : noSet);
  enable(DataCommandId::ExportStatistics, noSet.isEmpty() ? seeing : noSet);
  enable(DataCommandId::ExportHistogram, noSet.isEmpty() ? seeing : noSet);
  enable(DataCommandId::Use, detail_->shown() ? QString() : tr("No model is chosen."));
}

bool DataWorkspace::isSettled() const {
  const SetFindings* findings = findingsOf(models_->dataSet().get());
  const bool seen = models_->dataSet() == nullptr ||
                    (findings != nullptr && (findings->complete || findings->halted));
  return seen && !opener_.isBusy() && !reading_ && !job_.isRunning() && detail_->isSettled() &&
         models_->thumbnails().isSettled() && generateSheet_->isSettled();
}

void DataWorkspace::checkSettled() {
  if (isSettled()) Q_EMIT settled();
}

}  // namespace isochron
