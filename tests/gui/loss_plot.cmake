isochron_add_test(loss_plot_test SOURCES loss_plot_test.cpp LINK isochron::field isochron::widgets)
