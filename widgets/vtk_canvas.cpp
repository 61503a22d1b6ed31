// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that make VTK draw inside Qt's context and leave presenting to Qt.
#include "vtk_canvas.h"

#include <vtkOpenGLState.h>

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>

namespace isochron {

VtkCanvas::VtkCanvas() : field_(*renderer_, 2), marks_(*renderer_, 0) {
  window_->SetOwnContext(0);
  window_->SetReadyForRendering(true);
  window_->SetSupportsOpenGL(1);
  window_->SetIsCurrent(true);
  window_->SetFrameBlitModeToNoBlit();
  // Edges are softened in the geometry itself.
  window_->SetMultiSamples(0);
  window_->AddRenderer(renderer_);
  renderer_->SetBackgroundAlpha(1.0);
}

VtkCanvas::~VtkCanvas() {
  window_->SetReadyForRendering(false);
  window_->Finalize();
}

bool VtkCanvas::resize(QSize size, double scale) {
  if (size == size_ && scale == space_.scale) return false;
  size_ = size;
  space_ = {scale, static_cast<double>(size.height())};
  window_->SetSize(size.width(), size.height());
  return true;
}

void VtkCanvas::setBackground(const QColor& colour) {
  renderer_->SetBackground(colour.redF(), colour.greenF(), colour.blueF());
}

void VtkCanvas::setField(const DrawList& list) { field_.set(list, space_); }

void VtkCanvas::setMarks(const DrawList& list) { marks_.set(list, space_); }

void VtkCanvas::render(unsigned int framebuffer) {
  // Qt has used the context since; VTK's memory of its state is stale. Flat pictures are layered
  // by their order alone, which needs equal depths to pass.
  vtkOpenGLState& state = *window_->GetState();
  state.Reset();
  state.vtkglDepthFunc(GL_LEQUAL);
  window_->Render();
  copyTo(framebuffer);
}

void VtkCanvas::copyTo(unsigned int framebuffer) {
  QOpenGLExtraFunctions* gl = QOpenGLContext::currentContext()->extraFunctions();
  gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
  window_->BlitDisplayFramebuffer(0, 0, 0, size_.width(), size_.height(), 0, 0, size_.width(),
                                  size_.height(), GL_COLOR_BUFFER_BIT, GL_NEAREST);
  // Blended edges leave alpha below one, which Qt would compose as transparent.
  gl->glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  gl->glDisable(GL_SCISSOR_TEST);
  gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
  gl->glClearColor(0.0F, 0.0F, 0.0F, 1.0F);
  gl->glClear(GL_COLOR_BUFFER_BIT);
  gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

}  // namespace isochron
