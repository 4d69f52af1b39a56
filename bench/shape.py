SHAPE = 3  # of the house that is built; one of another shape is built anew
