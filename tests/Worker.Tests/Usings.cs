global using LaionGrid.TestKit;
