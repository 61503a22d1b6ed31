isochron_add_test(training_test SOURCES training_test.cpp LINK isochron::training)
isochron_add_test(training_archive_test SOURCES training_archive_test.cpp LINK isochron::training)
isochron_add_test(training_autoencoder_test
  SOURCES training_autoencoder_test.cpp
  LINK isochron::training)
isochron_add_test(pca_test SOURCES pca_test.cpp LINK isochron::training)
isochron_add_test(pinn_batch_test SOURCES pinn_batch_test.cpp LINK isochron::training)
isochron_add_test(latent_pinn_test SOURCES latent_pinn_test.cpp LINK isochron::training)
isochron_add_test(pinn_stage_test SOURCES pinn_stage_test.cpp LINK isochron::training)
isochron_add_test(any_box_test SOURCES any_box_test.cpp LINK isochron::training)
isochron_add_test(training_memory_test SOURCES training_memory_test.cpp LINK isochron::training)
isochron_add_test(training_autoencoder_start_test
  SOURCES training_autoencoder_start_test.cpp
  LINK isochron::training)
